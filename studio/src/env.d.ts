/** Version of `@elsa-workflows/elsa-studio-wasm`, put in by the build. */
declare const __ELSA_VERSION__: string;
