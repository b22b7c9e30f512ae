-- Whether this database was put back to an earlier state: then refresh tokens in it may be spent, and no claim may be made.
-- One row; `epoch` begins anew with each recovery, so that what witnesses saw before it binds nobody any more.
CREATE TABLE "restore_guard" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "database_id" UUID,
    "epoch" BIGINT NOT NULL DEFAULT 0,
    "state" TEXT NOT NULL DEFAULT 'open',
    "reason" TEXT,
    "shut_at" TIMESTAMPTZ(3),
    "known_until" TIMESTAMPTZ(3),
    "recovered_at" TIMESTAMPTZ(3),
    "server" TEXT,
    "timeline" TEXT,

    CONSTRAINT "restore_guard_pkey" PRIMARY KEY ("id")
);

-- What processes remember outside of the database: each beats its own row, and knows the last beat that was committed.
CREATE TABLE "restore_witness" (
    "id" UUID NOT NULL,
    "epoch" BIGINT NOT NULL,
    "beat" BIGINT NOT NULL,
    "beat_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "restore_witness_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "restore_guard"
  ADD CONSTRAINT "restore_guard_one_row" CHECK (id = 1),
  ADD CONSTRAINT "restore_guard_state_check" CHECK (state IN ('open', 'shut')),
  ADD CONSTRAINT "restore_guard_reason_check" CHECK (reason IN ('went_back', 'other_server', 'operator'));
INSERT INTO "restore_guard" DEFAULT VALUES;

-- Of no tenant: reached through the functions below, and by the worker's login for the recovery.
ALTER TABLE "restore_guard" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE "restore_witness" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON "restore_guard" TO CURRENT_USER USING (true);
CREATE POLICY owner ON "restore_witness" TO CURRENT_USER USING (true);
CREATE POLICY worker ON "restore_guard" TO latchkey_worker USING (true);
GRANT SELECT, UPDATE (state, reason, shut_at, known_until, recovered_at, epoch) ON "restore_guard" TO latchkey_worker;

-- Suspects of a restore: held by nobody, claimed by the recovery alone.
ALTER TABLE "grant_clock" DROP CONSTRAINT "grant_clock_duty_check";
ALTER TABLE "grant_clock" ADD CONSTRAINT "grant_clock_duty_check" CHECK (duty IN ('refresh', 'revoke', 'recover'));

-- One beat of a witness, which remembers (database, epoch, beat) of its last one, or nothing. A database that does not
-- know that beat has lost it, and perhaps stored tokens with it: the guard is shut. Someone who remembers nothing can
-- only see that the database has moved to another server. `noticed` is what this beat was the first to see.
CREATE FUNCTION beat_restore_witness(witness uuid, seen_database uuid, seen_epoch bigint, seen_beat bigint)
RETURNS TABLE (
  database_id uuid, epoch bigint, beat bigint, state text, reason text, shut_at timestamptz, known_until timestamptz,
  noticed text)
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  guard public.restore_guard;
  held public.restore_witness;
  remembers boolean;
  this_server text;
  this_timeline text;
  news text;
BEGIN
  SELECT * INTO STRICT guard FROM public.restore_guard g FOR NO KEY UPDATE;
  SELECT * INTO held FROM public.restore_witness w WHERE w.id = witness;
  BEGIN
    this_server := (SELECT c.system_identifier::text FROM pg_control_system() c);
    this_timeline := left(pg_walfile_name(pg_current_wal_lsn()), 8);
  EXCEPTION WHEN OTHERS THEN
    this_server := NULL; -- a Postgres that keeps these from us: the beats must do
    this_timeline := NULL;
  END;
  guard.database_id := coalesce(guard.database_id, gen_random_uuid());
  remembers := seen_database = guard.database_id AND seen_epoch IS NOT NULL AND seen_beat IS NOT NULL;

  IF guard.state = 'open' THEN
    IF remembers AND seen_epoch >= guard.epoch
       AND (held.id IS NULL OR (held.epoch, held.beat) < (seen_epoch, seen_beat)) THEN
      guard.state := 'shut';
      guard.reason := 'went_back';
    ELSIF remembers IS NOT TRUE AND guard.server <> this_server THEN
      guard.state := 'shut';
      guard.reason := 'other_server';
    ELSIF guard.server <> this_server THEN
      news := 'other_server';
    ELSIF guard.timeline <> this_timeline THEN
      news := 'new_timeline';
    END IF;
    IF guard.state = 'shut' THEN
      news := 'restored';
      guard.shut_at := statement_timestamp();
      guard.known_until := coalesce(held.beat_at, (SELECT max(w.beat_at) FROM public.restore_witness w));
    END IF;
    UPDATE public.restore_guard g SET database_id = guard.database_id, state = guard.state, reason = guard.reason,
        shut_at = guard.shut_at, known_until = guard.known_until, server = coalesce(this_server, g.server),
        timeline = coalesce(this_timeline, g.timeline)
     WHERE (g.database_id, g.state) IS DISTINCT FROM (guard.database_id, guard.state)
        OR g.server IS DISTINCT FROM coalesce(this_server, g.server)
        OR g.timeline IS DISTINCT FROM coalesce(this_timeline, g.timeline);
  END IF;
  -- While it is shut the rows stay as the restore left them: they say what the database knew.
  IF guard.state = 'open' THEN
    IF held.id IS NULL THEN
      DELETE FROM public.restore_witness w WHERE w.beat_at < statement_timestamp() - interval '400 days';
    END IF;
    INSERT INTO public.restore_witness AS w (id, epoch, beat, beat_at)
    VALUES (witness, guard.epoch, 1, statement_timestamp())
    ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch, beat_at = excluded.beat_at,
      beat = CASE WHEN w.epoch = excluded.epoch THEN w.beat + 1 ELSE 1 END
    RETURNING * INTO held;
  END IF;
  RETURN QUERY SELECT guard.database_id, held.epoch, held.beat, guard.state, guard.reason, guard.shut_at,
    guard.known_until, news;
END $$;

-- To be called in a claim's own transaction: raises LK001 unless the guard is open and the database knows the last beat
-- that the claiming process saw.
CREATE FUNCTION assert_claims_allowed(witness uuid, seen_epoch bigint, seen_beat bigint) RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM public.restore_guard g LEFT JOIN public.restore_witness w ON w.id = witness
     WHERE g.state = 'open' AND (g.epoch > seen_epoch OR (w.epoch, w.beat) >= (seen_epoch, seen_beat)))
  THEN
    RAISE EXCEPTION 'claims are stopped: the database was restored from a backup' USING ERRCODE = 'LK001';
  END IF;
END $$;

REVOKE ALL ON FUNCTION beat_restore_witness, assert_claims_allowed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION beat_restore_witness, assert_claims_allowed TO latchkey_app, latchkey_worker;
