import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { DisposableSet } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { Widget } from '@lumino/widgets';

/** A document that this page shows, in one of its tabs. */
export interface IOpenDocument {
  widget: Widget;
  context: DocumentRegistry.Context;
  /** Name of the widget factory that shows it. */
  factory: string;
}

/** Drives whose files are those of the Jupyter server. */
const SERVER_DRIVES = ['', 'RTC'];

/**
 * Every document that this page shows, wherever its widget is.
 *
 * Widget extensions are told of each document widget when it is made, be it in
 * JupyterLab, in Notebook, or in another extension's panel.
 */
export class OpenDocuments implements IDisposable {
  constructor(
    registry: DocumentRegistry,
    private readonly _contents: Pick<
      Contents.IManager,
      'driveName' | 'localPath'
    >
  ) {
    for (const factory of registry.widgetFactories()) {
      this._watch(registry, factory.name);
    }
    registry.changed.connect((sender, change) => {
      this._onRegistryChanged(sender, change);
    }, this);
  }

  /** Emitted when a document is opened, closed, moved, edited or saved. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._extensions.isDisposed;
  }

  /** Documents inside a folder that is named as the file browser does. */
  inside(folder: string): IOpenDocument[] {
    return [...this._open].filter(({ context }) => {
      const path = this.pathOf(context);
      return path?.startsWith(`${folder}/`);
    });
  }

  /** Every document, in the order in which they were opened. */
  get all(): readonly IOpenDocument[] {
    return [...this._open];
  }

  /** The document that a widget shows. */
  of(widget: Widget | null): IOpenDocument | undefined {
    return this.all.find(one => one.widget === widget);
  }

  /** A document by its path on the server, however it is shown. */
  at(path: string): IOpenDocument | undefined {
    return this.all.find(one => this.pathOf(one.context) === path);
  }

  /** Path on the server, without its drive; null on another kind of drive. */
  pathOf(context: DocumentRegistry.Context): string | null {
    return SERVER_DRIVES.includes(this._contents.driveName(context.path))
      ? this._contents.localPath(context.path)
      : null;
  }

  dispose(): void {
    this._extensions.dispose();
    Signal.clearData(this);
  }

  private _onRegistryChanged(
    registry: DocumentRegistry,
    change: DocumentRegistry.IChangedArgs
  ): void {
    if (change.type === 'widgetFactory' && change.change === 'added') {
      // The change has the name in lower case, which opens no document again.
      const factory = registry.getWidgetFactory(change.name ?? '');
      if (factory) {
        this._watch(registry, factory.name);
      }
    }
  }

  private _watch(registry: DocumentRegistry, factory: string): void {
    this._extensions.add(
      registry.addWidgetExtension(factory, {
        createNew: (widget, context) => {
          this._add({ widget, context, factory });
        }
      })
    );
  }

  private _add(document: IOpenDocument): void {
    const { context, widget } = document;
    this._open.add(document);
    const emit = (): void => {
      this._changed.emit();
    };
    context.pathChanged.connect(emit, this);
    context.model.stateChanged.connect(emit, this);
    widget.disposed.connect(() => {
      this._open.delete(document);
      emit();
    }, this);
    emit();
  }

  private readonly _open = new Set<IOpenDocument>();
  private readonly _extensions = new DisposableSet();
  private readonly _changed = new Signal<this, void>(this);
}
