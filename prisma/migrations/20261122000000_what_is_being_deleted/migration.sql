-- The reaper looks every few seconds for what is being deleted: next to nothing of any table, found without reading it.
CREATE INDEX "customer_deleting" ON "customer" (organization_id, id) WHERE state = 'deleting';
CREATE INDEX "user_deleting" ON "user" (organization_id, id) WHERE state = 'deleting';
CREATE INDEX "integration_deleting" ON "integration" (organization_id, id) WHERE state = 'deleting';
CREATE INDEX "connection_config_deleting" ON "connection_config" (organization_id, id) WHERE state = 'deleting';
CREATE INDEX "instance_deleting" ON "instance" (organization_id, id) WHERE state = 'deleting';
