-- How many requests a caller has taken: buckets that processes lease blocks of. What a crash loses of them only gives a
-- caller a full one again, so they are not written ahead (UNLOGGED).
CREATE UNLOGGED TABLE "request_rate" (
    "subject" BYTEA NOT NULL,
    "full_at" TIMESTAMPTZ(6) NOT NULL,
    "taken" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "request_rate_pkey" PRIMARY KEY ("subject")
);

-- CreateIndex
CREATE INDEX "request_rate_full_at_idx" ON "request_rate"("full_at");

-- Of no tenant: an address is counted before anybody is known. The doors reach it through the function below alone.
ALTER TABLE "request_rate" ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON "request_rate" TO CURRENT_USER USING (true);
CREATE POLICY worker ON "request_rate" TO latchkey_worker USING (true);
GRANT SELECT, DELETE, UPDATE ON "request_rate" TO latchkey_worker;

-- Takes as many of `wanted` requests as a bucket of `most` that fills in `window_seconds` holds, by this server's clock.
-- `remaining` is what it holds afterwards; `wait_seconds` until it holds one, where none was taken.
CREATE FUNCTION take_requests(wanted_subject bytea, wanted integer, most integer, window_seconds double precision,
  OUT taken integer, OUT remaining integer, OUT wait_seconds double precision)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  each interval := make_interval(secs => window_seconds / most);
  span interval := make_interval(secs => window_seconds);
  asked timestamptz := clock_timestamp();
  got integer;
  filled timestamptz;
BEGIN
  INSERT INTO public.request_rate AS r (subject, full_at, taken)
  VALUES (wanted_subject, asked + least(wanted, most) * each, least(wanted, most))
  ON CONFLICT (subject) DO UPDATE SET
    taken = least(wanted, greatest(0, floor(
      extract(epoch FROM asked + span - greatest(r.full_at, asked)) / extract(epoch FROM each) + 1e-6)))::integer,
    full_at = greatest(r.full_at, asked) + each * least(wanted, greatest(0, floor(
      extract(epoch FROM asked + span - greatest(r.full_at, asked)) / extract(epoch FROM each) + 1e-6)))::integer
  RETURNING r.taken, r.full_at INTO got, filled;
  taken := got;
  remaining := greatest(0, floor(extract(epoch FROM asked + span - filled) / extract(epoch FROM each) + 1e-6))::integer;
  wait_seconds := CASE WHEN got > 0 THEN 0
    ELSE greatest(0, extract(epoch FROM filled + each - span - asked)) END;
END $$;
REVOKE ALL ON FUNCTION take_requests FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_requests TO latchkey_app;
