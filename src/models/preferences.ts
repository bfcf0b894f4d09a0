import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** What a person chose in the settings; the defaults until they are loaded. */
export class Preferences implements IDisposable {
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether the file browser goes to a folder once it is there. */
  get openFolder(): boolean {
    return this._get('openFolder');
  }

  /** Whether the launcher has a card per collection. */
  get launcher(): boolean {
    return this._get('launcher');
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  use(settings: ISettingRegistry.ISettings): void {
    this._settings = settings;
    settings.changed.connect(() => {
      this._changed.emit();
    }, this);
    this._changed.emit();
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _get(name: string): boolean {
    return this._settings?.get(name).composite !== false;
  }

  private _settings: ISettingRegistry.ISettings | null = null;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}
