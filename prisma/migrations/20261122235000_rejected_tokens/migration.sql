-- How many tokens in a row were rejected while they were fresh.
ALTER TABLE "grant_clock" ADD COLUMN "rejections" SMALLINT NOT NULL DEFAULT 0;
