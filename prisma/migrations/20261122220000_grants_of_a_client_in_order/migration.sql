-- A misconfigured client is probed by one of its grants after the other.
DROP INDEX "grant_organization_id_client_row_id_idx";

-- CreateIndex
CREATE INDEX "grant_organization_id_client_row_id_id_idx" ON "grant"("organization_id", "client_row_id", "id");
