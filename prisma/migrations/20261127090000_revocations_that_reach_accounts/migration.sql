-- Where revoking one token ends every grant of an account, codes of the client are redeemed after a revocation that is being
-- asked, and a revocation waits for codes that are being redeemed.
ALTER TABLE "grant" ADD COLUMN "revocation_asked_at" TIMESTAMPTZ(3);
GRANT UPDATE ("revocation_asked_at") ON "grant" TO latchkey_worker;

-- Next to none each, whatever a client has of grants and of flows that are over.
CREATE INDEX "grant_revocation_asked" ON "grant" (organization_id, client_row_id)
  WHERE state = 'revoking' AND revocation_asked_at IS NOT NULL;
CREATE INDEX "authorization_session_exchanging" ON "authorization_session" (organization_id, client_row_id)
  WHERE consumed_at IS NOT NULL AND outcome IS NULL;
-- Another grant of the same account, among any number of the client's.
CREATE INDEX "grant_live_account" ON "grant" (organization_id, client_row_id, account_subject) WHERE state = 'live';
