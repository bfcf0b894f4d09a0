/** Version of this frontend; the server part's should be the same. */
export { version } from '../package.json';
