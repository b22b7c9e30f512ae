-- Webhook endpoints of organizations, the secrets that sign what they get, and what is on its way to each of them. An
-- endpoint is what a worker claims: it sends one message after the other, and a slow endpoint holds up itself only.

-- CreateTable
CREATE TABLE "webhook_endpoint" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "event_types" TEXT[] NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'enabled',
    "disabled_reason" TEXT,
    "disabled_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "lane_id" UUID,
    "lane_until" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "failing_since" TIMESTAMPTZ(3),
    "last_delivered_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_endpoint_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "webhook_secret" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "value" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_secret_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "organization_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "endpoint_id" UUID NOT NULL,
    "message_id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "data" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_attempt_at" TIMESTAMPTZ(3),
    "last_status" INTEGER,
    "last_error" TEXT,
    "last_ms" INTEGER,
    "delivered_at" TIMESTAMPTZ(3),
    "replayed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("organization_id","id")
);

-- CreateIndex
CREATE INDEX "webhook_secret_organization_id_endpoint_id_idx" ON "webhook_secret"("organization_id", "endpoint_id");

-- CreateIndex
CREATE INDEX "webhook_delivery_organization_id_endpoint_id_id_idx" ON "webhook_delivery"("organization_id", "endpoint_id", "id");

-- CreateIndex
CREATE INDEX "webhook_delivery_created_at_idx" ON "webhook_delivery"("created_at");

-- AddForeignKey
ALTER TABLE "webhook_endpoint" ADD CONSTRAINT "webhook_endpoint_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "webhook_secret" ADD CONSTRAINT "webhook_secret_organization_id_endpoint_id_fkey" FOREIGN KEY ("organization_id", "endpoint_id") REFERENCES "webhook_endpoint"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_organization_id_endpoint_id_fkey" FOREIGN KEY ("organization_id", "endpoint_id") REFERENCES "webhook_endpoint"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "webhook_endpoint"
  ADD CONSTRAINT "webhook_endpoint_state_check" CHECK (state IN ('enabled', 'disabled')),
  ADD CONSTRAINT "webhook_endpoint_disabled_check" CHECK (
    (state = 'disabled') = (disabled_reason IS NOT NULL) AND (state = 'disabled') = (disabled_at IS NOT NULL)
    AND disabled_reason IN ('by_vendor', 'failing', 'gone') AND (state = 'enabled' OR due_at IS NULL)),
  ADD CONSTRAINT "webhook_endpoint_lane_check" CHECK ((lane_id IS NULL) = (lane_until IS NULL)),
  ADD CONSTRAINT "webhook_endpoint_failing_check" CHECK ((failures = 0) = (failing_since IS NULL));
ALTER TABLE "webhook_delivery"
  ADD CONSTRAINT "webhook_delivery_state_check" CHECK (state IN ('pending', 'delivered', 'failed', 'skipped')),
  ADD CONSTRAINT "webhook_delivery_due_check" CHECK ((state = 'pending') = (due_at IS NOT NULL));

-- Endpoints that something waits for, and what waits for each in the order in which it is sent.
CREATE INDEX "webhook_endpoint_due" ON "webhook_endpoint" (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" (organization_id, endpoint_id, due_at, id)
  WHERE state = 'pending';

GRANT SELECT, INSERT, UPDATE, DELETE ON "webhook_endpoint", "webhook_delivery" TO latchkey_app, latchkey_worker;
-- A secret never changes; when it ends may, and the worker's login seals it anew when keys are rotated.
GRANT SELECT, INSERT, DELETE, UPDATE (expires_at) ON "webhook_secret" TO latchkey_app, latchkey_worker;
GRANT UPDATE (value) ON "webhook_secret" TO latchkey_worker;
SELECT protect_tenant_table('public.webhook_endpoint'), protect_tenant_table('public.webhook_secret'),
  protect_tenant_table('public.webhook_delivery');

-- What no worker has taken from the outbox is kept as long as the connections' logs: three days without a worker must
-- lose no message.
CREATE OR REPLACE FUNCTION ensure_partitions(OUT made integer, OUT dropped integer)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET lock_timeout = '3s' SET timezone = 'UTC' SET datestyle = 'ISO' AS $$
DECLARE
  plan record;
  partition_start timestamptz;
  partition_end timestamptz;
  partition_name text;
  old record;
BEGIN
  made := 0;
  dropped := 0;
  PERFORM pg_advisory_xact_lock(7152039448211);
  FOR plan IN
    SELECT * FROM (VALUES
      ('connection_event', 'day', interval '1 day', 7, interval '30 days'),
      ('webhook_outbox', 'day', interval '1 day', 7, interval '30 days'),
      ('audit_event', 'month', interval '1 month', 3, interval '400 days')
    ) AS p (parent, unit, step, ahead, keep)
  LOOP
    FOR i IN 0 .. plan.ahead LOOP
      partition_start := date_trunc(plan.unit, now()) + i * plan.step;
      partition_end := partition_start + plan.step;
      partition_name := plan.parent || '_' || to_char(partition_start, 'YYYYMMDD');
      CONTINUE WHEN to_regclass(format('public.%I', partition_name)) IS NOT NULL;
      -- LIKE and ATTACH hold no lock that stops the parent's readers and writers; PARTITION OF would.
      EXECUTE format('CREATE TABLE public.%I (LIKE public.%I INCLUDING ALL)', partition_name, plan.parent);
      EXECUTE format(
        'WITH moved AS (DELETE FROM public.%I WHERE at >= %L AND at < %L RETURNING *) INSERT INTO public.%I SELECT * FROM moved',
        plan.parent || '_default', partition_start, partition_end, partition_name);
      PERFORM public.protect_tenant_table(format('public.%I', partition_name)::regclass);
      EXECUTE format('ALTER TABLE public.%I ATTACH PARTITION public.%I FOR VALUES FROM (%L) TO (%L)',
        plan.parent, partition_name, partition_start, partition_end);
      made := made + 1;
    END LOOP;
    FOR old IN
      SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = format('public.%I', plan.parent)::regclass AND c.relname ~ '_[0-9]{8}$'
        AND to_date(right(c.relname, 8), 'YYYYMMDD')::timestamptz + plan.step <= now() - plan.keep
    LOOP
      EXECUTE format('DROP TABLE public.%I', old.relname);
      dropped := dropped + 1;
    END LOOP;
    EXECUTE format('DELETE FROM public.%I WHERE at < %L', plan.parent || '_default', now() - plan.keep);
  END LOOP;
END $$;
