import type { Attack } from './attack.js';
import { clientIdForCodes, clientIdForSecrets } from './client-id-confusion.js';
import { coatAcrossTenants, coatWithinOneConfig, coatWithinOneTenant } from './coat.js';
import { codeInjection } from './code-injection.js';
import { corf } from './corf.js';
import { cosfByAuthorizationUrl, cosfByPreAuthorizationLink } from './cosf.js';
import { doubleDelivery } from './double-delivery.js';
import { completionWithoutCode, completionWithoutVerifier, embeddedByAuthorizationUrl } from './embedded.js';
import { endpointSwap, savedSecretElsewhere } from './endpoint-swap.js';
import { formPostWithoutCookie } from './form-post.js';
import { ticketAgain, ticketByForeignForm, ticketByLink, ticketBySandboxedFrame } from './handed-ticket.js';
import { hostInCallback, hostTyped } from './host-injection.js';
import { issuerPoisoning } from './issuer-poisoning.js';
import { linkAnsweredElsewhere, linkByAuthorizationUrl } from './link.js';
import { mixUp, mixUpLater } from './mix-up.js';
import { overrideByCallback, overrideByConfig } from './parameter-override.js';
import { givenCode, sentCode } from './phished-code.js';
import { prefetch, scanner } from './prefetch.js';
import { stateLess } from './state-less.js';
import { resultReplay, stateReplay } from './state-replay.js';

/** The attacks that bring a browser, a server or a config where it does not belong. */
export const acrossParties: readonly Attack[] = [
  coatAcrossTenants,
  coatWithinOneTenant,
  coatWithinOneConfig,
  corf,
  cosfByAuthorizationUrl,
  cosfByPreAuthorizationLink,
  ticketByLink,
  ticketByForeignForm,
  ticketBySandboxedFrame,
  ticketAgain,
  embeddedByAuthorizationUrl,
  completionWithoutVerifier,
  completionWithoutCode,
  linkByAuthorizationUrl,
  linkAnsweredElsewhere,
  clientIdForCodes,
  clientIdForSecrets,
  mixUp,
  mixUpLater,
  issuerPoisoning,
  formPostWithoutCookie,
];

/** The attacks on what a flow is made of: endpoints, parameters, codes and states. */
export const withinAFlow: readonly Attack[] = [
  endpointSwap,
  savedSecretElsewhere,
  hostTyped,
  hostInCallback,
  overrideByConfig,
  overrideByCallback,
  codeInjection,
  stateReplay,
  resultReplay,
  doubleDelivery,
  prefetch,
  scanner,
  stateLess,
  sentCode,
  givenCode,
];
