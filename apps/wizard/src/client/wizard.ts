import { LatchkeyCard } from './latchkey-card.js';
import { LatchkeyDisconnectDialog } from './latchkey-disconnect-dialog.js';
import { LatchkeyEnvironment } from './latchkey-environment.js';
import { LatchkeyInputs } from './latchkey-inputs.js';
import { LatchkeyLog } from './latchkey-log.js';
import { LatchkeyPaste } from './latchkey-paste.js';
import { LatchkeyPermissions } from './latchkey-permissions.js';
import { LatchkeyStatus } from './latchkey-status.js';
import { LatchkeyWizard } from './latchkey-wizard.js';

customElements.define('latchkey-status', LatchkeyStatus);
customElements.define('latchkey-environment', LatchkeyEnvironment);
customElements.define('latchkey-permissions', LatchkeyPermissions);
customElements.define('latchkey-inputs', LatchkeyInputs);
customElements.define('latchkey-paste', LatchkeyPaste);
customElements.define('latchkey-log', LatchkeyLog);
customElements.define('latchkey-disconnect-dialog', LatchkeyDisconnectDialog);
customElements.define('latchkey-card', LatchkeyCard);
customElements.define('latchkey-wizard', LatchkeyWizard);
