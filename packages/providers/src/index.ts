export { listProviders, providerByKey } from './catalogue.js';
export { definitionVersion } from './definition-version.js';
export type { Provider } from './provider.js';
