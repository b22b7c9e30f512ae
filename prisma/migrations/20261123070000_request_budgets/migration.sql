-- Which authorization server a grant is refreshed at, and what keeps claims away from servers and clients: an operator's
-- pause, a server that is down, a budget of requests that is used up.

-- AlterTable
ALTER TABLE "client" ADD COLUMN     "paused_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "grant_clock" ADD COLUMN     "token_server" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "token_server" (
    "key" BIGINT NOT NULL,
    "host" TEXT NOT NULL,
    "paused_at" TIMESTAMPTZ(3),
    "state" TEXT NOT NULL DEFAULT 'ok',
    "probe_at" TIMESTAMPTZ(3),
    "probes" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "token_server_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "token_server_failure" (
    "organization_id" UUID NOT NULL,
    "token_server" BIGINT NOT NULL,
    "host" TEXT NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_server_failure_pkey" PRIMARY KEY ("organization_id","token_server")
);

-- CreateTable
CREATE TABLE "request_budget" (
    "organization_id" UUID NOT NULL,
    "client_row_id" UUID NOT NULL,
    "token_server" BIGINT NOT NULL,
    "next_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "request_budget_pkey" PRIMARY KEY ("organization_id","client_row_id","token_server")
);

-- CreateIndex
CREATE INDEX "request_budget_next_at_idx" ON "request_budget"("next_at");

-- AddForeignKey
ALTER TABLE "token_server_failure" ADD CONSTRAINT "token_server_failure_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "request_budget" ADD CONSTRAINT "request_budget_organization_id_client_row_id_fkey" FOREIGN KEY ("organization_id", "client_row_id") REFERENCES "client"("organization_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "token_server" ADD CONSTRAINT "token_server_state_check" CHECK (state IN ('ok', 'down', 'recovering'));
ALTER TABLE "grant_clock" DROP CONSTRAINT "grant_clock_due_reason_check";
ALTER TABLE "grant_clock" ADD CONSTRAINT "grant_clock_due_reason_check"
  CHECK (due_reason IN ('schedule', 'retry', 'forced', 'revoke', 'client', 'server'));

-- Every claim looks for them: next to none, found without reading the table.
DROP INDEX "client_not_ok";
CREATE INDEX "client_not_ok" ON "client" (organization_id, id) WHERE state <> 'ok' OR paused_at IS NOT NULL;

-- A server's number: the first 64 bits of the SHA-256 of its host; 0 where no host is known.
CREATE FUNCTION token_server_key(host text) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN host = '' THEN 0
    ELSE ('x' || encode(substring(sha256(convert_to(host, 'UTF8')) FROM 1 FOR 8), 'hex'))::bit(64)::bigint END
$$;

-- Never, and a moment of this server's own (about the year 9000): its waiting grants stand together in the index of what is due.
CREATE FUNCTION token_server_parking(server_key bigint) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT to_timestamp(221845392000 + (server_key & 1073741823))
$$;

UPDATE "grant_clock" k SET token_server = token_server_key(coalesce(lower(substring(
    g.terms #>> CASE WHEN g.terms #>> '{server,refresh,by}' = 'grant' THEN '{server,token,url,0}' ELSE '{server,refresh,url,0}' END::text[]
    FROM '^https?://([^/?#]+)/')), ''))
  FROM "grant" g WHERE g.organization_id = k.organization_id AND g.id = k.grant_id;

GRANT SELECT, INSERT, UPDATE, DELETE ON "request_budget", "token_server_failure" TO latchkey_app, latchkey_worker;
SELECT protect_tenant_table('public.request_budget'), protect_tenant_table('public.token_server_failure');

-- Servers are no tenant's: no row of them is the doors', who know only what the functions below say.
GRANT SELECT ON "token_server" TO latchkey_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "token_server" TO latchkey_worker;
ALTER TABLE "token_server" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY worker ON "token_server" TO latchkey_worker USING (true);
CREATE POLICY owner ON "token_server" TO CURRENT_USER USING (true);

-- Seconds for which a server is not to be asked: infinity while it is paused, 0 when it is down and may be probed, null
-- when nothing keeps anybody away.
CREATE FUNCTION token_server_hold(server_key bigint) RETURNS double precision
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT CASE WHEN s.paused_at IS NOT NULL THEN 'infinity'::float8
              WHEN s.state = 'down'
                THEN greatest(extract(epoch FROM s.probe_at - statement_timestamp()), 0)::float8 END
    FROM public.token_server s WHERE s.key = server_key
$$;

-- A server has answered: what was counted against it is forgotten, and where it was down, this gives its host.
CREATE FUNCTION token_server_answered(server_key bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  recovered text;
BEGIN
  DELETE FROM public.token_server_failure f WHERE f.token_server = server_key;
  UPDATE public.token_server s SET state = 'recovering', probe_at = NULL, probes = 0
   WHERE s.key = server_key AND s.state = 'down' RETURNING s.host INTO recovered;
  RETURN recovered;
END $$;

-- A probe of a server that is down brought nothing: the next one is due in so many seconds.
CREATE FUNCTION token_server_probed(server_key bigint, next_seconds double precision) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  UPDATE public.token_server s SET probe_at = statement_timestamp() + make_interval(secs => next_seconds),
    probes = s.probes + 1 WHERE s.key = server_key AND s.state = 'down'
$$;

REVOKE ALL ON FUNCTION token_server_key, token_server_parking, token_server_hold, token_server_answered, token_server_probed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION token_server_key, token_server_parking, token_server_hold, token_server_answered, token_server_probed
  TO latchkey_app, latchkey_worker;
