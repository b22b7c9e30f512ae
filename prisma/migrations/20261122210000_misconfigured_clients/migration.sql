-- A client whose registration the provider refuses: its grants wait (due_reason 'client'), one at a time probes it.
ALTER TABLE "client" ADD COLUMN "probe_at" TIMESTAMPTZ(3), ADD COLUMN "probes" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "probed_grant_id" UUID;

ALTER TABLE "client" DROP CONSTRAINT "client_state_check";
ALTER TABLE "client" ADD CONSTRAINT "client_state_check" CHECK (state IN ('ok', 'misconfigured', 'recovering'));
ALTER TABLE "grant_clock" DROP CONSTRAINT "grant_clock_due_reason_check";
ALTER TABLE "grant_clock" ADD CONSTRAINT "grant_clock_due_reason_check"
  CHECK (due_reason IN ('schedule', 'retry', 'forced', 'revoke', 'client'));

-- Every claim looks for them: next to none, found without reading the table.
CREATE INDEX "client_not_ok" ON "client" (organization_id, id) WHERE state <> 'ok';
