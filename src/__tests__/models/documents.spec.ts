import { DocumentRegistry } from '@jupyterlab/docregistry';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import { OpenDocuments } from '../../models/documents';

let registry: DocumentRegistry;
let documents: OpenDocuments;
let changes: number;

const contents = {
  driveName: (path: string) => path.slice(0, Math.max(0, path.indexOf(':'))),
  localPath: (path: string) => path.slice(path.indexOf(':') + 1)
};

function addFactory(name: string): void {
  registry.addWidgetFactory({
    name,
    fileTypes: ['text'],
    createNew: jest.fn()
  } as unknown as DocumentRegistry.WidgetFactory);
}

/** What a document manager does when it shows a document. */
function show(path: string, factory = 'Editor') {
  const sender = {};
  const context = {
    path,
    pathChanged: new Signal(sender),
    model: { dirty: false, stateChanged: new Signal(sender) }
  };
  const widget = new Widget();
  const extensions = [...registry.widgetExtensions(factory)].map(extension =>
    extension.createNew(widget, context as unknown as DocumentRegistry.Context)
  );
  widget.disposed.connect(() => {
    extensions.forEach(one => one?.dispose());
  });
  return { context, widget };
}

function paths(folder = 'notebooks/system-test'): string[] {
  return documents.inside(folder).map(({ context }) => context.path);
}

beforeEach(() => {
  registry = new DocumentRegistry();
  addFactory('Editor');
  documents = new OpenDocuments(registry, contents);
  changes = 0;
  documents.changed.connect(() => {
    changes += 1;
  });
});

afterEach(() => {
  documents.dispose();
});

describe('OpenDocuments', () => {
  it('knows a document from its opening to its closing', () => {
    const { widget } = show('notebooks/system-test/a.md');
    expect(paths()).toEqual(['notebooks/system-test/a.md']);
    expect(changes).toBe(1);
    widget.dispose();
    expect(paths()).toEqual([]);
    expect(changes).toBe(2);
  });

  it('knows documents of factories that come later', () => {
    addFactory('Notebook');
    show('notebooks/system-test/a.ipynb', 'Notebook');
    expect(documents.inside('notebooks/system-test')[0]?.factory).toBe(
      'Notebook'
    );
  });

  it('tells folders with similar names apart', () => {
    show('notebooks/system-test 2026-11-23/a.md');
    show('notebooks/a.md');
    expect(paths()).toEqual([]);
  });

  it('follows documents that move, and edits', () => {
    const { context } = show('notebooks/a.md');
    context.path = 'notebooks/system-test/a.md';
    context.pathChanged.emit(context.path);
    expect(paths()).toEqual(['notebooks/system-test/a.md']);
    context.model.stateChanged.emit(undefined);
    expect(changes).toBe(3);
  });

  it('counts a shared document and not one of another storage', () => {
    show('RTC:notebooks/system-test/shared.md');
    show('S3:notebooks/system-test/elsewhere.md');
    expect(paths()).toEqual(['RTC:notebooks/system-test/shared.md']);
  });

  it('watches nothing new once it is disposed', () => {
    documents.dispose();
    show('notebooks/system-test/a.md');
    expect(paths()).toEqual([]);
  });
});
