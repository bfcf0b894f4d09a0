import { factsOf } from '../../widgets/detailsDialog';

describe('factsOf', () => {
  it('has one fact a line, for whoever has to help', () => {
    const error = {
      code: 'disk-full',
      message: 'No room.',
      hint: '',
      details: { git: 'fatal: <b>write</b>', tried: ['a', 'b'] }
    };
    expect(factsOf(error, { operation: 'op-1' }).split('\n')).toEqual([
      'No room.',
      'code: disk-full',
      'operation: op-1',
      'git: fatal: <b>write</b>',
      'tried: ["a","b"]'
    ]);
  });
});
