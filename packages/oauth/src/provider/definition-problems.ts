import { isXmlName } from '../token/xml-body.js';
import type { Definition } from './definition.js';
import { definitionTemplates } from './definition-templates.js';
import { checkGrantType } from './grant-type-problems.js';
import { type InputDefinition, inputValueProblem } from './input.js';
import { patternProblem } from './pattern-problem.js';
import { foldedName, isReservedParameter, parameterNamesProblem } from './reserved-parameters.js';
import { type FieldProblem, mostProblems } from './schema/check-schema.js';
import { standardParameters } from './schema/request-schema.js';
import { checkSecretPaths } from './secret-paths.js';
import { templateProblems } from './template-problems.js';

type Report = (field: string, message: string) => void;

/** What the parts of a well-formed definition mean together: placeholders, hosts, reserved names, grant types. */
export function definitionProblems(definition: Definition): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  const report: Report = (field, message) => problems.push({ field, messages: [message] });
  checkGrantType(definition, report);
  if (definition.issuer?.includes('?')) report('issuer', 'must not have a query (RFC 8414 section 2)');
  checkInputs(definition, report);
  checkCaptures(definition, report);
  checkSecretPaths(definition, report);
  for (const placed of definitionTemplates(definition)) {
    if (problems.length >= mostProblems) break;
    const messages = templateProblems(definition, placed).slice(0, mostProblems - problems.length);
    for (const message of messages) report(placed.field, message);
  }
  checkAuthorize(definition, report);
  checkCallback(definition, report);
  checkParameters(definition, report);
  return problems;
}

function checkInputs({ inputs = [] }: Definition, report: Report): void {
  for (const [index, input] of inputs.entries()) {
    const at = `inputs.${index}`;
    const { type, choices, hosts, pattern } = input;
    if (inputs.findIndex(({ name }) => name === input.name) !== index) report(`${at}.name`, 'is given twice');
    if (type === 'choice' && !choices?.length) report(`${at}.choices`, 'is required for the type choice');
    if (type !== 'choice' && choices) report(`${at}.choices`, 'is for the type choice only');
    const choosesHost = type === 'host' || type === 'url';
    if (choosesHost && !hosts?.length)
      report(`${at}.hosts`, `is required for the type ${type}: say which may be called`);
    if (!choosesHost && hosts) report(`${at}.hosts`, 'is for the types host and url only');
    const unfit = pattern === undefined ? undefined : patternProblem(pattern);
    if (unfit) report(`${at}.pattern`, unfit);
    else checkPresets(input, at, report);
  }
}

function checkPresets(input: InputDefinition, at: string, report: Report): void {
  const presets = [
    ...(input.default === undefined ? [] : [[`${at}.default`, input.default] as const]),
    ...Object.entries(input.defaults ?? {}).map(([name, value]) => [`${at}.defaults.${name}`, value] as const),
  ];
  for (const [field, preset] of presets) {
    const wrong =
      input.type === 'secret'
        ? 'cannot be given for a secret: set it on the connection, where it is sealed'
        : inputValueProblem(input, preset);
    if (wrong) report(field, wrong);
  }
}

function checkCaptures({ captures = [], steps = [], account }: Definition, report: Report): void {
  const seen = new Set<string>();
  const name = (field: string, given: string) => {
    if (seen.has(given)) report(field, 'is given twice');
    seen.add(given);
  };
  for (const [index, capture] of captures.entries()) name(`captures.${index}.name`, capture.name);
  for (const [index, step] of steps.entries())
    for (const [inner, capture] of (step.captures ?? []).entries())
      name(`steps.${index}.captures.${inner}.name`, capture.name);
  if (account?.capture !== undefined && !seen.has(account.capture))
    report('account.capture', 'is not a name of captures or steps');
}

function checkAuthorize({ authorize, callback, scopes = [] }: Definition, report: Report): void {
  if (!authorize) return;
  const { url, urlFallback, parameters = {}, names = {}, omit = [] } = authorize;
  const extra = Object.keys(parameters);
  for (const [field, target] of [
    ['authorize.url', url],
    ['authorize.urlFallback', urlFallback],
  ] as const) {
    if (target === undefined) continue;
    for (const [at, added] of [
      [field, []],
      ['authorize.parameters', extra],
      ['authorize.names', [...extra, ...Object.values(names)]],
    ] as const) {
      const wrong = parameterNamesProblem(target, added, isReservedParameter);
      if (wrong === undefined) continue;
      report(at, wrong);
      break;
    }
  }
  if (callback?.delivery === 'out_of_band' && callback.redirectUri === undefined)
    report('callback.redirectUri', 'is required for out-of-band codes, for example urn:ietf:wg:oauth:2.0:oob');
  if (callback?.state === 'dropped') {
    if (callback.delivery === 'out_of_band') report('callback.state', 'is for codes that come back by a redirect');
    if (parameters.response_mode?.includes('form_post'))
      report('callback.state', 'must be returned with form_post: that comes without a cookie, and by its state alone');
    if (authorize.pkce === 'none' && authorize.pkceReason === undefined)
      report('authorize.pkceReason', 'is required: without state nothing but PKCE binds an answer to its request');
  }
  if (omit.includes('state')) report('authorize.omit', 'must not leave out state: a response is known by it');
  const taken = new Set(extra.map(foldedName));
  for (const [index, { parameter }] of scopes.entries()) {
    if (parameter === undefined) continue;
    if (isReservedParameter(parameter))
      report(`scopes.${index}.parameter`, `must not be ${parameter}: Latchkey sets it itself`);
    else if (taken.has(foldedName(parameter)))
      report(`scopes.${index}.parameter`, `must not be ${parameter}: that is among authorize.parameters too`);
  }
}

const callbackParameters = ['code', 'error', 'error_description', 'state'] as const;

/** One name for two parameters would make a callback malformed, or a state a code. */
function checkCallback({ callback }: Definition, report: Report): void {
  const { names = {} } = callback ?? {};
  for (const [standard, name] of Object.entries(names)) {
    const others = callbackParameters.filter((other) => other !== standard);
    const same = name === 'iss' ? 'iss' : others.find((other) => (names[other] ?? other) === name);
    if (same) report(`callback.names.${standard}`, `must not be ${name}: that is the name of ${same}`);
  }
}

/** A standard parameter may be added only with its own value: anything else would override what the flow was made for. */
const addable: Readonly<Record<string, string | undefined>> = {
  client_id: '{client.id}',
  client_secret: '{client.secret}',
  redirect_uri: '{request.redirect_uri}',
  client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
};
const free = new Set(['scope', 'resource', 'token_type_hint', 'username', 'password', 'assertion']);

function checkParameters(definition: Definition, report: Report): void {
  const { token, exchange, refresh, revoke, introspect, device } = definition;
  for (const [field, request] of Object.entries({ token, exchange, refresh, revoke, introspect, device })) {
    if (!request) continue;
    const wrong = parameterNamesProblem(request.url ?? '', [], () => false);
    if (wrong) report(`${field}.url`, wrong);
    for (const [name, value] of Object.entries(request.parameters ?? {})) {
      // Disguised names count too: servers that read them carelessly would take the later of two.
      const folded = foldedName(name);
      const own = addable[folded];
      if (!(standardParameters as readonly string[]).includes(folded) || free.has(folded) || own === value) continue;
      report(
        `${field}.parameters.${name}`,
        own === undefined ? 'is set by Latchkey itself' : `may only be "${own}": Latchkey sets it itself`,
      );
    }
    const renamed = Object.values(request.names ?? {});
    const body = request.body ?? (field === 'refresh' ? token.body : undefined);
    if (request.xmlElement !== undefined && body !== 'xml') report(`${field}.xmlElement`, 'is for the body xml only');
    for (const name of body === 'xml' ? [...Object.keys(request.parameters ?? {}), ...renamed] : [])
      if (!isXmlName(name)) report(field, `gives a parameter the name ${name}, which no XML element can have`);
    // Anybody can write parameters into a callback URL.
    const taken = new Set([...standardParameters, ...renamed].map(foldedName));
    for (const [index, name] of ('forward' in request ? (request.forward ?? []) : []).entries())
      if (taken.has(foldedName(name)))
        report(`${field}.forward.${index}`, `must not be ${name}: it would take the place of the flow's own`);
    if (new Set(renamed).size < renamed.length) report(`${field}.names`, 'gives two parameters the same name');
  }
}
