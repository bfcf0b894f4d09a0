// The bundler takes this one name out of package.json.
declare module '*/package.json' {
  export const version: string;
}
