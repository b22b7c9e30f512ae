import * as db from '../../src/index.js';
import { fakeSealed } from '../../src/testing/index.js';
import type { Tenants } from './arrange.js';
import { asApp, finds, refused, type Tries } from './try.js';

const [clientSecrets] = db.sealedColumns['client_secret.value'];
const header = new Uint8Array(1);
const column = () => clientSecrets as db.SealedColumn;
const wrapped = { wrapped: Buffer.from([0]), kekId: 'kek' };
const dataKeyOf = ({ ours }: Tenants) => ({ organizationId: ours.organizationId, id: ours.dataKeyId, ...wrapped });

/** The operator's rotation of keys, with a door's login. */
export const keyRotationTries: Tries = {
  beginKeyRotation: asApp(refused, (app) => db.beginKeyRotation(app)),
  noteKeysSwitched: asApp(refused, (app) => db.noteKeysSwitched(app, db.newId())),
  finishKeyRotation: asApp(refused, (app) => db.finishKeyRotation(app, db.newId())),
  listWrappings: asApp(finds([]), (app) => db.listWrappings(app)),
  listWrappedByOthers: asApp(finds([]), (app) => db.listWrappedByOthers(app, 'another')),
  listKeyedOrganizations: asApp(finds([]), (app) => db.listKeyedOrganizations(app)),
  replaceWrapping: asApp(finds(), (app, t) => db.replaceWrapping(app, dataKeyOf(t), { id: 'x', ...wrapped })),
  replaceDataKey: asApp(finds(), (app, { ours }) =>
    db.replaceDataKey(app, ours.organizationId, new Date(), async () => ({ id: db.newId(), ...wrapped })),
  ),
  readSealedPage: asApp(finds({ values: [], next: undefined }), (app, { ours }) =>
    db.readSealedPage(app, column(), ours.organizationId, header),
  ),
  replaceSealed: asApp(finds(0), (app, { ours }) =>
    db.replaceSealed(app, column(), ours.organizationId, [
      {
        ...{ key: [ours.clientSecretId], row: ours.clientSecretId },
        ...{ value: fakeSealed('sealed client secret'), anew: fakeSealed('theirs') },
      },
    ]),
  ),
  listRetiredDataKeys: asApp(finds([]), (app, { ours }) => db.listRetiredDataKeys(app, ours.organizationId)),
  removeRetiredDataKey: asApp(refused, (app, { ours }) =>
    db.removeRetiredDataKey(
      app,
      { organizationId: ours.organizationId, id: ours.dataKeyId, retiredAt: new Date(0) },
      header,
    ),
  ),
  retireKeyEncryptionKey: asApp(refused, (app) => db.retireKeyEncryptionKey(app, 'kek')),
};
