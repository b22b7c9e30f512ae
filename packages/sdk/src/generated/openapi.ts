// Made from openapi.json by "npm run fix". Do not edit.

export interface paths {
    "/v1/organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The organization that the API key belongs to
         * @description Needs the scope `organization:read`.
         */
        get: operations["getOrganization"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organization/origins": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The registered origins
         * @description Needs the scope `organization:read`.
         */
        get: operations["getOrigins"];
        /**
         * Register the origins whose pages may redeem wizard tickets
         * @description Replaces all of them. Wizard sessions that are open stay open.
         *
         *     Needs the scope `organization:write`, and no limit to integrations or an environment.
         */
        put: operations["putOrigins"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/regions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The region that you talk to, and the others that it knows
         * @description Needs the scope `organization:read`.
         */
        get: operations["listRegions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/domains": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your custom domains
         * @description Needs the scope `organization:read`, and no limit to integrations or an environment.
         */
        get: operations["listDomains"];
        put?: never;
        /**
         * Claim a custom domain for wizard and callbacks
         * @description Answers the TXT record that proves it. Set the record, and a CNAME from the host to `target`; then ask for the verification, or wait for the worker, which looks hourly for a week. There are at most 20 unproved claims at a time. Once it is verified, name it in an environment of a connection config (`domainId`), register the new `callbackUrl` at the provider, and open wizard sessions there.
         *
         *     Needs the scope `organization:write`, and no limit to integrations or an environment.
         */
        post: operations["createDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/domains/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a custom domain
         * @description Needs the scope `organization:read`, and no limit to integrations or an environment.
         */
        get: operations["getDomain"];
        put?: never;
        post?: never;
        /**
         * Let a custom domain go
         * @description It serves nothing from then on. If it was ever verified, nobody else can have it for 90 days. Refused while an environment of a connection config names it. Answers the domain as it was.
         *
         *     Needs the scope `organization:write`, and no limit to integrations or an environment.
         */
        delete: operations["deleteDomain"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/domains/{id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look the TXT record of a custom domain up now
         * @description Answers the domain with what was seen: it need not be verified afterwards. Resolvers remember for a while that a record was not there; then ask again later.
         *
         *     Needs the scope `organization:write`, and no limit to integrations or an environment.
         */
        post: operations["verifyDomain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All API keys, revoked and expired ones too
         * @description Needs the scope `keys:read`.
         */
        get: operations["listApiKeys"];
        put?: never;
        /**
         * Mint an API key
         * @description A key mints only a subset of itself: no scope that it lacks, no life longer than its own, no limit less than its own. Limits that are left out are those of the minting key.
         *
         *     Needs the scope `keys:write`.
         */
        post: operations["createApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One API key
         * @description Needs the scope `keys:read`.
         */
        get: operations["getApiKey"];
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It stops working within ten seconds. A key ends itself, and others that live no longer and have no wider limits.
         *
         *     Needs the scope `keys:write`.
         */
        delete: operations["revokeApiKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a successor of an API key
         * @description The successor has the name, scopes and limits of its predecessor. Both work for `overlapSeconds`, then the predecessor ends (or before, where it would have ended anyway). A key has one successor: revoke that one, and make another key, should it get lost. As with minting, the key of the request gives nothing that it lacks: it rotates itself, and keys that live no longer and have no wider limits.
         *
         *     Needs the scope `keys:write`.
         */
        post: operations["rotateApiKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The catalogue of providers
         * @description Needs the scope `configs:read`.
         */
        get: operations["listProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One provider of the catalogue
         * @description Needs the scope `configs:read`.
         */
        get: operations["getProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A definition from an authorization server's own metadata
         * @description Reads the metadata of an issuer (RFC 8414, OpenID Connect Discovery). Nothing is saved: create a connection config with the answer's `definition`.
         *
         *     Needs the scope `configs:write`.
         */
        post: operations["discoverProvider"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connection-configs/{id}/environments/{environment}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The keys that sign for a client
         * @description Needs the scope `configs:read`.
         */
        get: operations["listClientKeys"];
        put?: never;
        /**
         * Make a key for private_key_jwt
         * @description The first key signs at once. A further one is published as the next; activate it when the provider has had time to fetch the environment's `jwksUri`. Should the provider refuse the current key, the next is tried.
         *
         *     Needs the scope `configs:write`.
         */
        post: operations["createClientKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connection-configs/{id}/environments/{environment}/keys/{kid}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign with the next key
         * @description The former key no longer signs, and is published for an hour more.
         *
         *     Needs the scope `configs:write`.
         */
        post: operations["activateClientKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connection-configs/{id}/environments/{environment}/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register a client at the provider
         * @description Dynamic client registration (RFC 7591) where the definition has `registration`: registers the environment's callback URL and keeps the client id and secret that the provider gives. Takes the place of a former client, but not while grants made with it live.
         *
         *     Needs the scope `configs:write`.
         */
        post: operations["registerClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Integrations
         * @description Needs the scope `configs:read`.
         */
        get: operations["listIntegrations"];
        put?: never;
        /**
         * Make an integration
         * @description Needs the scope `configs:write`, and no limit to integrations or an environment.
         */
        post: operations["createIntegration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One integration
         * @description Needs the scope `configs:read`.
         */
        get: operations["getIntegration"];
        put?: never;
        post?: never;
        /**
         * Delete an integration
         * @description Its own connection configs and its instances go with it; every grant below it is revoked.
         *
         *     Needs the scope `configs:write`, and no limit to an environment.
         */
        delete: operations["deleteIntegration"];
        options?: never;
        head?: never;
        /**
         * Change an integration
         * @description The key never changes.
         *
         *     Needs the scope `configs:write`, and no limit to an environment.
         */
        patch: operations["updateIntegration"];
        trace?: never;
    };
    "/v1/integrations/{id}/required-config-variables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The connections that an integration needs
         * @description In the order in which the wizard shows them; an integration has 50 at most.
         *
         *     Needs the scope `configs:read`.
         */
        get: operations["listRequiredConfigVariables"];
        put?: never;
        /**
         * Say that an integration needs a connection
         * @description Instances that exist already get the connection too.
         *
         *     Needs the scope `configs:write`, and no limit to an environment.
         */
        post: operations["createRequiredConfigVariable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/integrations/{id}/required-config-variables/{variableId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Say that an integration needs a connection no more
         * @description Connections that nothing else uses are disconnected and their grants revoked.
         *
         *     Needs the scope `configs:write`, and no limit to an environment.
         */
        delete: operations["deleteRequiredConfigVariable"];
        options?: never;
        head?: never;
        /**
         * Change how a needed connection is shown
         * @description The key and the connection config never change.
         *
         *     Needs the scope `configs:write`, and no limit to an environment.
         */
        patch: operations["updateRequiredConfigVariable"];
        trace?: never;
    };
    "/v1/connection-configs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Connection configs
         * @description Needs the scope `configs:read`.
         */
        get: operations["listConnectionConfigs"];
        put?: never;
        /**
         * Make a connection config
         * @description Answers a `callbackUrl` for each environment: register it as redirect URI at the provider. The client secret is sealed and never answered.
         *
         *     Needs the scope `configs:write`, and no limit to an environment.
         */
        post: operations["createConnectionConfig"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connection-configs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One connection config
         * @description Needs the scope `configs:read`.
         */
        get: operations["getConnectionConfig"];
        put?: never;
        post?: never;
        /**
         * Delete a connection config
         * @description Refused while an integration needs it. Grants of its connections are revoked.
         *
         *     Needs the scope `configs:write`, and no limit to an environment.
         */
        delete: operations["deleteConnectionConfig"];
        options?: never;
        head?: never;
        /**
         * Change a connection config
         * @description Grants keep the endpoints and the client that they were made with; changes take effect at the next Connect. A new `clientSecret` becomes the current one for old grants too. Key, level and grant type never change, and a `clientId` not while grants made with it live: see `replace-client`. The pinned definition of a catalogue’s provider stays as it is: see `upgrade`.
         *
         *     Needs the scope `configs:write`.
         */
        patch: operations["updateConnectionConfig"];
        trace?: never;
    };
    "/v1/connection-configs/{id}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find out whether a registration is right
         * @description Asks the endpoints of the provider a few harmless questions: with a code that was never issued, with a secret that is surely wrong, with a callback URL that nobody registered. Changes nothing. `cannot_tell` is an honest answer: some providers do not show it.
         *
         *     Needs the scope `configs:write`.
         */
        post: operations["checkConnectionConfig"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connection-configs/{id}/environments/{environment}/promote-client-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a rotation of the client secret
         * @description The `nextClientSecret` becomes the `clientSecret`; the former one is retired and never sent again. Do it once the provider accepts the new one everywhere.
         *
         *     Needs the scope `configs:write`.
         */
        post: operations["promoteClientSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connection-configs/{id}/environments/{environment}/replace-client": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Migrate an environment to another client id
         * @description The explicit way to change a client id under live grants, which PATCH refuses with `client_in_use`. Those grants keep the former client and its secrets, with which they are refreshed and revoked, until their customers reconnect; from then on the new client counts. Name how many there are in `grants`, so that the number is no surprise.
         *
         *     Needs the scope `clients:migrate`.
         */
        post: operations["replaceClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connection-configs/{id}/environments/{environment}/reset-issuer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget the pinned issuer
         * @description Where the definition has no `issuer`, the `iss` (RFC 9207) that successes of two different customers brought is pinned, and a response with another one, or with none, is refused. Reset it only when the provider says that its issuer has changed: the next successes pin anew.
         *
         *     Needs the scope `configs:write`, and no limit to integrations or an environment.
         */
        post: operations["resetIssuer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connection-configs/{id}/upgrade": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the catalogue's present definition would change
         * @description A config pins the definition that it was made with. An empty list of differences means that it has the present one.
         *
         *     Needs the scope `configs:read`.
         */
        get: operations["getConnectionConfigUpgrade"];
        put?: never;
        /**
         * Adopt the catalogue's present definition
         * @description Name the `presentVersion` that the differences were shown for, so that nothing else is adopted. Grants keep what they were made with; it counts from the next Connect.
         *
         *     Needs the scope `configs:write`, and no limit to an environment.
         */
        post: operations["upgradeConnectionConfig"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Customers
         * @description Needs the scope `customers:read`.
         */
        get: operations["listCustomers"];
        put?: never;
        /**
         * Make a customer
         * @description Needs the scope `customers:write`.
         */
        post: operations["createCustomer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One customer
         * @description Needs the scope `customers:read`.
         */
        get: operations["getCustomer"];
        put?: never;
        post?: never;
        /**
         * Delete a customer
         * @description Its users and instances go with it; every grant below it is revoked.
         *
         *     Needs the scope `customers:write`, and no limit to integrations or an environment.
         */
        delete: operations["deleteCustomer"];
        options?: never;
        head?: never;
        /**
         * Change a customer
         * @description Needs the scope `customers:write`.
         */
        patch: operations["updateCustomer"];
        trace?: never;
    };
    "/v1/customers/{id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A customer's people
         * @description Needs the scope `customers:read`.
         */
        get: operations["listUsers"];
        put?: never;
        /**
         * Make a customer's user
         * @description Needs the scope `customers:write`.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/customers/{id}/users/{userId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One user of a customer
         * @description Needs the scope `customers:read`.
         */
        get: operations["getUser"];
        put?: never;
        post?: never;
        /**
         * Delete a user
         * @description The grants of its own connections are revoked.
         *
         *     Needs the scope `customers:write`, and no limit to integrations or an environment.
         */
        delete: operations["deleteUser"];
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Needs the scope `customers:write`.
         */
        patch: operations["updateUser"];
        trace?: never;
    };
    "/v1/instances": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Instances with their connections
         * @description Needs the scope `instances:read`.
         */
        get: operations["listInstances"];
        put?: never;
        /**
         * Deploy an integration to a customer
         * @description Makes the instance's own connections, one for each required config variable and environment; those of the customer and its users are made when somebody is sent to the wizard.
         *
         *     Needs the scope `instances:write`.
         */
        post: operations["createInstance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/instances/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One instance with its connections
         * @description Needs the scope `instances:read`.
         */
        get: operations["getInstance"];
        put?: never;
        post?: never;
        /**
         * Delete an instance
         * @description Its own connections are disconnected and their grants revoked.
         *
         *     Needs the scope `instances:write`.
         */
        delete: operations["deleteInstance"];
        options?: never;
        head?: never;
        /**
         * Change an instance
         * @description Environments may be added and put in another order; a new one gets its connections.
         *
         *     Needs the scope `instances:write`.
         */
        patch: operations["updateInstance"];
        trace?: never;
    };
    "/v1/instances/{id}/connections/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Let an instance use a connection that is there already
         * @description For connections of an organization, a customer or a user, which several instances share. `key` is the required config variable’s; in the connection’s environment it takes the place of another one.
         *
         *     Needs the scope `instances:write`.
         */
        put: operations["linkConnection"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/wizard-sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let one browser into a customer's wizard
         * @description Answers a ticket that lives 60 seconds. The vendor's page posts it to `url` by a top-level form, from a registered origin. Give `instanceId` for one instance's connections, or `customerId` for all of the customer's; `userId` is who will be there, and brings that user's own connections.
         *
         *     Needs the scope `wizard:write`.
         */
        post: operations["createWizardSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Connections
         * @description Needs the scope `connections:read`.
         */
        get: operations["listConnections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One connection
         * @description Needs the scope `connections:read`.
         */
        get: operations["getConnection"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a connection's inputs, scopes and own client
         * @description Takes effect at the next Connect: the present grant keeps what it was made with. Saved secrets go to no new address: inputs that lead to another host need the secrets again in the same request, or the scope `clients:migrate`.
         *
         *     Needs the scope `connections:write`.
         */
        patch: operations["updateConnection"];
        trace?: never;
    };
    "/v1/connections/{id}/access-token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A live access token
         * @description The stored token while it is good for `minimumSeconds` (capped at half its lifetime), else one that is refreshed while you wait. Ask each time you need one; do not keep it.
         *
         *     Needs the scope `tokens:read`.
         */
        get: operations["getAccessToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/connect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Connect without a person
         * @description For grant types that nobody consents to (`client_credentials`, `jwt_bearer`, `password`): asks the provider for a token now with what is configured, and keeps it. Again, it tests what was changed since; a former grant is revoked once the new one is there.
         *
         *     Needs the scope `connections:write`.
         */
        post: operations["connectConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh a connection now
         * @description The grant becomes due at once and the worker refreshes it: watch `generation` grow. A refresh that is under way, or whose answer was lost a moment ago, is left alone.
         *
         *     Needs the scope `connections:write`.
         */
        post: operations["refreshConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/disconnect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disconnect a connection
         * @description From the answer on no token is given out; the grant is revoked at the provider and its tokens are deleted. `lastRevocation` tells how that ended.
         *
         *     Needs the scope `connections:write`.
         */
        post: operations["disconnectConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A connection's log, newest first
         * @description Kept for 30 days. Refreshes that went well are one line, `renewed`, for the latest of them.
         *
         *     Needs the scope `connections:read`.
         */
        get: operations["listConnectionEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report how an execution fared with a connection
         * @description Turns the connection green or red. Only errors of the connection itself count, such as a 401 of the provider; texts are scrubbed before they are kept. With status 401, or what the definition declares in `api.expirySignals`, the token is renewed at once, unless it is younger than a minute.
         *
         *     Needs the scope `executions:write`.
         */
        post: operations["reportExecution"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try whether a connection works
         * @description Asks the authorization server about the live token where the definition names `introspect` (RFC 7662), then makes the call that it names as `api.probe`, both where the grant was made for. Nothing of their answers but what is said here is told; use health is not touched.
         *
         *     Needs the scope `connections:write`.
         */
        post: operations["testConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/access-token/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that the provider's API rejects an access token
         * @description For a 401 in spite of a token that should still be good. Exactly that token is given to nobody any more and is refreshed: ask for the access token again. When a newer one is there already, nothing happens (`superseded`). When two fresh tokens in a row were rejected, the third answers `rejected_after_refresh` and spends nothing: then it is not the token. Report the execution as a connection error.
         *
         *     Needs the scope `tokens:read`.
         */
        post: operations["rejectAccessToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/{id}/authorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin an authorization outside of the wizard
         * @description For connection configs whose `completion` is `embedded` or `link`. Send one browser to `authorizationUrl`, which works once. Embedded (5 minutes): after consent the browser comes to your `completionRedirectUri` with `authorizationSessionId` and `completionCode`; call `complete` with them and your verifier within 60 seconds. Link (24 hours): whoever opens it confirms on our pages before and after consent; weaker, because it rests on their attention.
         *
         *     Needs the scope `connections:write`.
         */
        post: operations["authorizeConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/authorization-sessions/{id}/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Complete an embedded authorization
         * @description From your backend, within 60 seconds of the browser's arrival at `completionRedirectUri`, with the verifier from the session of the user whose browser that is. Only now is the provider's code redeemed. A wrong verifier ends the flow: the code came to another user than the one who began.
         *
         *     Needs the scope `connections:write`.
         */
        post: operations["completeAuthorizationSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/authorization-sessions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give up an authorization that was begun outside of the wizard
         * @description Its `authorizationUrl` works no more, and what comes back from the provider is thrown away. The connection keeps what it has.
         *
         *     Needs the scope `connections:write`.
         */
        post: operations["cancelAuthorizationSession"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/connections/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take over existing tokens
         * @description For tokens that another system obtained with the same client. Each item names a pending connection, which becomes connected; one that is connected already is refused and nothing of it changes. The answer has one result per item, in order; a refused item does not hold up the others. First refreshes are spread over the remaining lifetimes. Stop refreshing in the other system first: where refresh tokens rotate, only one of the two can hold them.
         *
         *     Needs the scope `connections:import`.
         */
        post: operations["importConnections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who changed what, and which person saw what, newest first
         * @description Changes by API keys, by people in a wizard and by the operator, and what people opened and read there. Reads of access tokens are counted at the connection instead. Kept for 400 days.
         *
         *     Needs the scope `audit:read`.
         */
        get: operations["listAuditEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Webhook endpoints
         * @description Needs the scope `webhooks:read`, and no limit to integrations or an environment.
         */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Register an endpoint for webhooks
         * @description It gets what happens from now on, signed as Standard Webhooks describes. There are 10 at most.
         *
         *     Needs the scope `webhooks:write`, and no limit to integrations or an environment.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One webhook endpoint
         * @description Needs the scope `webhooks:read`, and no limit to integrations or an environment.
         */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        /**
         * Delete a webhook endpoint
         * @description Its secrets and deliveries go with it. The answer is what it was.
         *
         *     Needs the scope `webhooks:write`, and no limit to integrations or an environment.
         */
        delete: operations["deleteWebhookEndpoint"];
        options?: never;
        head?: never;
        /**
         * Change, disable or enable a webhook endpoint
         * @description What happens while it is disabled is kept as `skipped` and can be replayed; enabling alone sends none of it.
         *
         *     Needs the scope `webhooks:write`, and no limit to integrations or an environment.
         */
        patch: operations["updateWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give an endpoint's messages a new secret
         * @description Messages are signed with both for `keepSeconds` (a day), so that none fails while you change it; an older one ends at once. 0 ends the present secret at once: after a leak.
         *
         *     Needs the scope `webhooks:write`, and no limit to integrations or an environment.
         */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an endpoint a message of the type `webhook.test`
         * @description It comes whatever types the endpoint asks for. How it went is in the list of deliveries.
         *
         *     Needs the scope `webhooks:write`, and no limit to integrations or an environment.
         */
        post: operations["testWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * An endpoint's deliveries, newest first
         * @description Kept for 30 days: status and times, never what was said.
         *
         *     Needs the scope `webhooks:read`, and no limit to integrations or an environment.
         */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/deliveries/{deliveryId}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send one message again
         * @description At once, with the same `webhook-id` and all tries of the schedule; one that waits for a try, too.
         *
         *     Needs the scope `webhooks:write`, and no limit to integrations or an environment.
         */
        post: operations["replayWebhookDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhook-endpoints/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send everything since a moment again
         * @description In the order in which it happened, with the same `webhook-id`s: what was delivered, failed and skipped, or only what `statuses` names. At most 10000 messages at once; `next` is then the `since` to go on with. An equal request with the same Idempotency-Key replays nothing and says 0.
         *
         *     Needs the scope `webhooks:write`, and no limit to integrations or an environment.
         */
        post: operations["replayWebhookDeliveries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description RFC 9457, sent as application/problem+json. */
        Problem: {
            /** @description A URI that names the kind of problem. */
            type: string;
            title: string;
            status: number;
            /**
             * @description Stable; programs go by this.
             * @example invalid_request
             * @example unauthorized
             * @example missing_scope
             * @example outside_key_limits
             * @example address_not_allowed
             * @example not_found
             * @example method_not_allowed
             * @example conflict
             * @example client_in_use
             * @example in_use
             * @example idempotency_key_reused
             * @example idempotent_repeat_of_secret
             * @example finished_in_wizard
             * @example completion_not_ready
             * @example completion_used
             * @example authorization_ended
             * @example completion_expired
             * @example not_connected
             * @example rejected_after_refresh
             * @example reauthorization_required
             * @example payload_too_large
             * @example unsupported_media_type
             * @example headers_too_large
             * @example unprocessable
             * @example completion_code_wrong
             * @example completion_verifier_wrong
             * @example client_misconfigured
             * @example grant_refused
             * @example rate_limited
             * @example internal_error
             * @example paused
             * @example unavailable
             */
            code: string;
            detail?: string;
            requestId: string;
            errors?: {
                /** @example environments.production.clientId */
                field: string;
                messages: string[];
            }[];
        } & {
            [key: string]: unknown;
        };
        Organization: {
            /** @example org_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            name: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
        };
        /** @description Pages of these origins (scheme, host and port) may redeem wizard tickets and be returned to. */
        Origins: {
            origins: string[];
        };
        RegionList: {
            /** @description The region that answers you: its organizations live nowhere else. */
            region: string;
            /** @description The residency group: nothing is ever sent on out of it. */
            residency: string;
            /** @description Redirect URIs of this region begin with it. */
            callbackUrl: string;
            peers: {
                /** @example us */
                region: string;
                residency: string;
                /** @description Redirect URIs of that region begin with it. */
                callbackUrl: string;
                /**
                 * @description `get`: an authorization response that belongs there and comes here by GET is sent on to it.
                 * @enum {unknown}
                 */
                forward: "never" | "get";
            }[];
        };
        Domain: {
            /** @example dom_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /** @example oauth2.example.com */
            host: string;
            /**
             * @description `pending`: the TXT record was not seen yet; `verified`: wizard and callbacks are served there; `lapsed`: the record was gone for three days (or nobody could be asked for two weeks), and nothing is served until it is back.
             * @enum {unknown}
             */
            state: "pending" | "verified" | "lapsed";
            /** @description Set it at your DNS, and keep it: it is looked up every day. */
            record: {
                /** @enum {unknown} */
                type: "TXT";
                name: string;
                value: string;
            };
            /** @description Where the host itself has to lead, by a CNAME record: the callback host of your region. */
            target: string;
            /** @description Redirect URIs on this domain begin with it. */
            baseUrl: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            verifiedAt: string | null;
            checkedAt: string | null;
            checkOutcome: ("found" | "absent" | "unavailable" | "taken") | null;
            missingSince: string | null;
            lapsedAt: string | null;
        };
        ApiKey: {
            /** @example key_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            name: string;
            /** @description The first characters, to recognise the key by. */
            prefix: string;
            scopes: string[];
            integrationIds: string[] | null;
            environment: string | null;
            allowedCidrs: string[] | null;
            successorId: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            expiresAt: string | null;
            revokedAt: string | null;
            lastUsedAt: string | null;
            lastUsedIp: string | null;
        };
        NewApiKey: {
            /** @example key_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            name: string;
            /** @description The first characters, to recognise the key by. */
            prefix: string;
            scopes: string[];
            integrationIds: string[] | null;
            environment: string | null;
            allowedCidrs: string[] | null;
            successorId: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            expiresAt: string | null;
            revokedAt: string | null;
            lastUsedAt: string | null;
            lastUsedIp: string | null;
            /** @description The key itself: told only in this answer. */
            key: string;
        };
        RotatedApiKey: {
            successor: components["schemas"]["NewApiKey"];
            predecessor: components["schemas"]["ApiKey"];
        };
        /** @description A provider as data. Texts called templates may hold placeholders such as {shop}. */
        Definition: {
            /** @description The provider's name as people know it. */
            name: string;
            /** @description The provider's own page about OAuth, for people. */
            documentation?: string;
            /**
             * @description How access is granted; the authorization code grant unless said otherwise.
             * @enum {string}
             */
            grantType?: "authorization_code" | "client_credentials" | "device_code" | "jwt_bearer" | "password";
            /** @description Issuer identifier (RFC 8414 section 2), compared with `iss` (RFC 9207). A template. */
            issuer?: string;
            /** @description The client registration. */
            client?: {
                /**
                 * @description Whose it is: the vendor gives one per environment, or each customer brings one per connection.
                 * @enum {string}
                 */
                owner?: "environment" | "connection";
                /** @description What the provider calls the client id. */
                idLabel?: string;
                /** @description What the provider calls the client secret. */
                secretLabel?: string;
                /** @description What the provider calls the callback URL. */
                callbackLabel?: string;
                /** @description Where the client secret of a provider is itself a JWT: it is signed anew for each request, with the fields of `assertion`, and sent as `clientAuthentication` says. */
                signedSecret?: {
                    /** @description The private key that signs, {client.secret} (the default) or a secret input: a JWK, whose `alg` and `kid` count, or an unencrypted PKCS#8 PEM of RSA (RS256), P-256 (ES256) or P-384 (ES384). */
                    key?: string;
                    /** @description The `kid` of its header, for a key that does not name itself. */
                    keyId?: string;
                    /** @description The claim `iss`; the client id unless said otherwise. */
                    issuer?: string;
                    /** @description The claim `sub`: who access is asked for; the issuer of the assertion unless said otherwise. */
                    subject?: string;
                    /** @description The claim `aud`; the definition's issuer, else the token endpoint's URL, unless said otherwise. */
                    audience?: string;
                    /** @description From `iat` to `exp`; 300 unless said otherwise. */
                    lifetime?: number;
                    /** @description Further claims, as texts. One whose placeholder has no value is left out. */
                    claims?: {
                        [key: string]: string;
                    };
                };
            };
            /** @description The values that the placeholders ask for. */
            inputs?: {
                /**
                 * @description Letters, digits and underscores, beginning with a letter.
                 * @example shop
                 */
                name: string;
                /** @description For people. */
                label: string;
                /**
                 * @description `host` is a host name, `url` a whole https URL whose host must match `hosts`; `secret` is sealed and never shown again.
                 * @enum {string}
                 */
                type: "text" | "secret" | "choice" | "host" | "url";
                /**
                 * @description Who gives the value: nobody outside (a default), the vendor's people, or the customer.
                 * @enum {string}
                 */
                visibility: "hidden" | "organization" | "customer";
                /** @description Whether it must be given before connecting; it need not by default. */
                required?: boolean;
                /** @description Taken when nothing is given. */
                default?: string;
                /** @description Taken instead of `default` in these environments, for example {"sandbox": "sandbox.example.com"}. */
                defaults?: {
                    [key: string]: string;
                };
                /** @description A regular expression that the whole value must match. */
                pattern?: string;
                /** @description Of a `choice`. */
                choices?: {
                    /** @description What is sent. */
                    value: string;
                    /** @description For people. */
                    label: string;
                }[];
                /** @description Of a `host` or `url`: which hosts may be called. `*`: any; each authorization server that it names then has a redirect URI of its own. */
                hosts?: string[];
                /** @description One sentence for the person who fills it in. */
                help?: string;
            }[];
            /** @description The authorization request (RFC 6749 section 4.1.1). */
            authorize?: {
                /** @description The authorization endpoint. A template; its own query is kept and sent first. */
                url: string;
                /** @description Instead of `url` while an optional input that `url` asks for has no value. */
                urlFallback?: string;
                /** @description Extra parameters. Reserved names are refused; one whose placeholder has no value is left out. */
                parameters?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that have another name here. */
                names?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that must not be sent. */
                omit?: ("client_id" | "code_challenge" | "code_challenge_method" | "redirect_uri" | "response_type" | "scope" | "state")[];
                /** @description `code` unless said otherwise. */
                responseType?: string;
                /**
                 * @description Where the parameters go: the query, or behind the route in the fragment of a page (`#/route?…`).
                 * @enum {string}
                 */
                placement?: "query" | "fragment";
                /**
                 * @description How scopes are written into the URL: `form` (a space becomes +), `percent` (a space becomes %20), `raw` (nothing but spaces is encoded, as +).
                 * @enum {string}
                 */
                scopeEncoding?: "form" | "percent" | "raw";
                /**
                 * @description RFC 7636. S256 unless the provider breaks on it.
                 * @enum {string}
                 */
                pkce?: "S256" | "plain" | "none";
                /** @description Why `pkce` is not S256; an inline definition that turns it off has to say. */
                pkceReason?: string;
                /**
                 * @description RFC 9207. `required` refuses responses without `iss`; `if_sent` checks it when it is there.
                 * @enum {string}
                 */
                iss?: "required" | "if_sent";
                /** @description The pushed authorization request endpoint (RFC 9126); used when given. */
                pushedUrl?: string;
            };
            /** @description The authorization response (RFC 6749 section 4.1.2), where it differs. */
            callback?: {
                /** @description Parameters that have another name here, for example {"code": "spapi_oauth_code"}. */
                names?: {
                    [key: string]: string;
                };
                /** @description Error codes of the callback that are not of RFC 6749 section 4.1.2.1, and the standard ones that they mean. */
                errors?: {
                    [key: string]: "access_denied" | "server_error" | "temporarily_unavailable" | "unauthorized_client" | "invalid_scope";
                };
                /** @description The callback is signed: HMAC-SHA256, keyed with the client secret, over the other parameters in order of their names, each `name=value`, joined by &. */
                signature?: {
                    /** @example access_type */
                    parameter: string;
                    /**
                     * @description How the octets are written.
                     * @enum {string}
                     */
                    encoding: "hex" | "base64";
                };
                /**
                 * @description `dropped`: the provider may send people back without the `state` that it was sent. Weaker: such an answer is taken for the one sign-in of that browser within three minutes, and the person has to confirm the account. Say it only of a provider that does so.
                 * @enum {string}
                 */
                state?: "returned" | "dropped";
                /**
                 * @description `out_of_band`: the person copies the code from a page of the provider and pastes it into the wizard.
                 * @enum {string}
                 */
                delivery?: "redirect" | "out_of_band";
                /** @description What is sent as redirect_uri in place of our callback URL: for out-of-band codes, or an alias. */
                redirectUri?: string;
            };
            /** @description Of the grant type device_code (RFC 8628): the device authorization request. Client authentication, headers and names are those of `token` unless said otherwise. */
            device?: {
                /** @description Where to. A template; its own query is kept and sent first. */
                url: string;
                /** @description Instead of `url` while an optional input that `url` asks for has no value. */
                urlFallback?: string;
                /**
                 * @description POST unless said otherwise.
                 * @enum {string}
                 */
                method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
                /**
                 * @description Where the parameters go: form (the default), a JSON object, an XML document, the query of the URL, or nowhere.
                 * @enum {string}
                 */
                body?: "form" | "json" | "xml" | "query" | "none";
                /**
                 * @description Of the body xml: the element that the parameters stand in. Without it the only parameter is the document.
                 * @example credentials
                 */
                xmlElement?: string;
                /**
                 * @description How the client proves itself (RFC 6749 section 2.3). `client_secret_basic` encodes id and secret as the RFC says, `…_raw` does not; `secret_as_user_name` is Basic with the secret as user and no password; `bearer_secret` and `bearer_token` send the client secret or the token itself behind the scheme word; `none` sends client_id only.
                 * @enum {string}
                 */
                clientAuthentication?: "client_secret_basic" | "client_secret_basic_raw" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "secret_as_user_name" | "bearer_secret" | "bearer_token" | "none";
                /**
                 * @description Scheme word of the Authorization header in place of Basic or Bearer.
                 * @example Token
                 */
                authorizationScheme?: string;
                /** @description Extra headers. */
                headers?: {
                    [key: string]: string;
                };
                /** @description Extra parameters. One whose placeholder has no value is left out; a standard name here replaces the standard value. */
                parameters?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that have another name here, for example {"client_id": "client_key"}. */
                names?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that must not be sent. */
                omit?: ("assertion" | "client_assertion" | "client_assertion_type" | "client_id" | "client_secret" | "code" | "code_verifier" | "device_code" | "grant_type" | "password" | "redirect_uri" | "refresh_token" | "resource" | "scope" | "token" | "token_type_hint" | "username")[];
                /** @description A signature over the request, for endpoints that ask for one. */
                signature?: {
                    /**
                     * @description `HMAC-SHA256` is keyed with the client secret; `SHA-256` is a plain digest.
                     * @enum {string}
                     */
                    algorithm: "HMAC-SHA256" | "SHA-256";
                    /** @description What is signed; {request.body} is the body as sent. */
                    over: string;
                    /**
                     * @description How the octets are written.
                     * @enum {string}
                     */
                    encoding: "hex" | "base64";
                    /** @example access_type */
                    header: string;
                };
                /** @description Where the answer differs from RFC 8628 section 3.2. */
                response?: {
                    /**
                     * @description `form` for an answer that is form-encoded, `json_or_form` where both occur, `xml` for a document: its element is the first name of a path.
                     * @enum {string}
                     */
                    format?: "json" | "form" | "json_or_form" | "xml";
                    /**
                     * @description Where the device code stands.
                     * @example data.access_token
                     */
                    deviceCode?: string;
                    /**
                     * @description Where the code that the person types stands.
                     * @example data.access_token
                     */
                    userCode?: string;
                    /**
                     * @description Where the address that the person goes to stands, for example verification_url.
                     * @example data.access_token
                     */
                    verificationUri?: string;
                    /**
                     * @description Where the same address with the code in it stands.
                     * @example data.access_token
                     */
                    verificationUriComplete?: string;
                    /**
                     * @description Where the life of the codes in seconds stands.
                     * @example data.access_token
                     */
                    expiresIn?: string;
                    /**
                     * @description Where the seconds between two polls stand.
                     * @example data.access_token
                     */
                    interval?: string;
                    /**
                     * @description Where the error code stands.
                     * @example data.access_token
                     */
                    error?: string;
                    /**
                     * @description Where the provider's words about it stand.
                     * @example data.access_token
                     */
                    errorDescription?: string;
                };
                /** @description Error codes of the token endpoint while it is polled that are not of RFC 8628 section 3.5, and the standard ones that they mean. */
                errors?: {
                    [key: string]: "authorization_pending" | "slow_down" | "access_denied" | "expired_token";
                };
            };
            /** @description The access token request (RFC 6749 section 4.1.3) and its answer. */
            token: {
                /** @description Where to. A template; its own query is kept and sent first. */
                url: string;
                /** @description Instead of `url` while an optional input that `url` asks for has no value. */
                urlFallback?: string;
                /**
                 * @description POST unless said otherwise.
                 * @enum {string}
                 */
                method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
                /**
                 * @description Where the parameters go: form (the default), a JSON object, an XML document, the query of the URL, or nowhere.
                 * @enum {string}
                 */
                body?: "form" | "json" | "xml" | "query" | "none";
                /**
                 * @description Of the body xml: the element that the parameters stand in. Without it the only parameter is the document.
                 * @example credentials
                 */
                xmlElement?: string;
                /**
                 * @description How the client proves itself (RFC 6749 section 2.3). `client_secret_basic` encodes id and secret as the RFC says, `…_raw` does not; `secret_as_user_name` is Basic with the secret as user and no password; `bearer_secret` and `bearer_token` send the client secret or the token itself behind the scheme word; `none` sends client_id only.
                 * @enum {string}
                 */
                clientAuthentication?: "client_secret_basic" | "client_secret_basic_raw" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "secret_as_user_name" | "bearer_secret" | "bearer_token" | "none";
                /**
                 * @description Scheme word of the Authorization header in place of Basic or Bearer.
                 * @example Token
                 */
                authorizationScheme?: string;
                /** @description Extra headers. */
                headers?: {
                    [key: string]: string;
                };
                /** @description Extra parameters. One whose placeholder has no value is left out; a standard name here replaces the standard value. */
                parameters?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that have another name here, for example {"client_id": "client_key"}. */
                names?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that must not be sent. */
                omit?: ("assertion" | "client_assertion" | "client_assertion_type" | "client_id" | "client_secret" | "code" | "code_verifier" | "device_code" | "grant_type" | "password" | "redirect_uri" | "refresh_token" | "resource" | "scope" | "token" | "token_type_hint" | "username")[];
                /** @description A signature over the request, for endpoints that ask for one. */
                signature?: {
                    /**
                     * @description `HMAC-SHA256` is keyed with the client secret; `SHA-256` is a plain digest.
                     * @enum {string}
                     */
                    algorithm: "HMAC-SHA256" | "SHA-256";
                    /** @description What is signed; {request.body} is the body as sent. */
                    over: string;
                    /**
                     * @description How the octets are written.
                     * @enum {string}
                     */
                    encoding: "hex" | "base64";
                    /** @example access_type */
                    header: string;
                };
                /** @description The value of grant_type where it is not the standard one. */
                grantType?: string;
                /** @description Callback parameters that are sent on with the code. */
                forward?: string[];
                /** @description Where the answer differs from RFC 6749 section 5. */
                response?: {
                    /**
                     * @description `form` for an answer that is form-encoded, `json_or_form` where both occur, `xml` for a document: its element is the first name of a path.
                     * @enum {string}
                     */
                    format?: "json" | "form" | "json_or_form" | "xml";
                    /** @description Where the access token stands; the first that is there counts. */
                    accessToken?: string[];
                    /** @description Where the refresh token stands; the first that is there counts. */
                    refreshToken?: string[];
                    /**
                     * @description Where the granted scope stands.
                     * @example data.access_token
                     */
                    scope?: string;
                    /** @description Where and how the end of the access token is told. */
                    expiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the refresh token is told; without it refresh_token_timeout and refresh_token_expires_in are looked at. */
                    refreshTokenExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the consent itself is told; authorization_expires_in without it. */
                    authorizationExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /**
                     * @description Where the moment of issue stands, in unix seconds; used when it is sane.
                     * @example data.access_token
                     */
                    issuedAt?: string;
                    /** @description What an answer with status 200 must hold to be a success. */
                    success?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description As texts. */
                        values: string[];
                    };
                    /** @description A member that only failures hold, whatever the status. */
                    failure?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description Values that mean no failure, as texts. */
                        except?: string[];
                    };
                    /**
                     * @description Where the error code stands.
                     * @example data.access_token
                     */
                    error?: string;
                    /**
                     * @description Where the provider's words about it stand.
                     * @example data.access_token
                     */
                    errorDescription?: string;
                    /**
                     * @description `extended`: a success without a token means that the old one lives on (refresh only).
                     * @enum {string}
                     */
                    noToken?: "failure" | "extended";
                };
                /** @description Life of an access token in seconds when the answer does not say. */
                defaultExpiresIn?: number;
                /** @description How often one client may ask for tokens, refreshes and revocations included; refreshes are paced below it. */
                rateLimit?: {
                    /** @description At most this many. */
                    requests: number;
                    /** @description In any so many seconds. */
                    seconds: number;
                };
            };
            /** @description A second exchange right after the first, whose answer takes the place of the first (short for long-lived). */
            exchange?: {
                /** @description Where to. A template; its own query is kept and sent first. */
                url: string;
                /** @description Instead of `url` while an optional input that `url` asks for has no value. */
                urlFallback?: string;
                /**
                 * @description POST unless said otherwise.
                 * @enum {string}
                 */
                method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
                /**
                 * @description Where the parameters go: form (the default), a JSON object, an XML document, the query of the URL, or nowhere.
                 * @enum {string}
                 */
                body?: "form" | "json" | "xml" | "query" | "none";
                /**
                 * @description Of the body xml: the element that the parameters stand in. Without it the only parameter is the document.
                 * @example credentials
                 */
                xmlElement?: string;
                /**
                 * @description How the client proves itself (RFC 6749 section 2.3). `client_secret_basic` encodes id and secret as the RFC says, `…_raw` does not; `secret_as_user_name` is Basic with the secret as user and no password; `bearer_secret` and `bearer_token` send the client secret or the token itself behind the scheme word; `none` sends client_id only.
                 * @enum {string}
                 */
                clientAuthentication?: "client_secret_basic" | "client_secret_basic_raw" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "secret_as_user_name" | "bearer_secret" | "bearer_token" | "none";
                /**
                 * @description Scheme word of the Authorization header in place of Basic or Bearer.
                 * @example Token
                 */
                authorizationScheme?: string;
                /** @description Extra headers. */
                headers?: {
                    [key: string]: string;
                };
                /** @description Extra parameters. One whose placeholder has no value is left out; a standard name here replaces the standard value. */
                parameters?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that have another name here, for example {"client_id": "client_key"}. */
                names?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that must not be sent. */
                omit?: ("assertion" | "client_assertion" | "client_assertion_type" | "client_id" | "client_secret" | "code" | "code_verifier" | "device_code" | "grant_type" | "password" | "redirect_uri" | "refresh_token" | "resource" | "scope" | "token" | "token_type_hint" | "username")[];
                /** @description A signature over the request, for endpoints that ask for one. */
                signature?: {
                    /**
                     * @description `HMAC-SHA256` is keyed with the client secret; `SHA-256` is a plain digest.
                     * @enum {string}
                     */
                    algorithm: "HMAC-SHA256" | "SHA-256";
                    /** @description What is signed; {request.body} is the body as sent. */
                    over: string;
                    /**
                     * @description How the octets are written.
                     * @enum {string}
                     */
                    encoding: "hex" | "base64";
                    /** @example access_type */
                    header: string;
                };
                /** @description The value of grant_type where it is not the standard one. */
                grantType?: string;
                /** @description Where the answer differs from RFC 6749 section 5. */
                response?: {
                    /**
                     * @description `form` for an answer that is form-encoded, `json_or_form` where both occur, `xml` for a document: its element is the first name of a path.
                     * @enum {string}
                     */
                    format?: "json" | "form" | "json_or_form" | "xml";
                    /** @description Where the access token stands; the first that is there counts. */
                    accessToken?: string[];
                    /** @description Where the refresh token stands; the first that is there counts. */
                    refreshToken?: string[];
                    /**
                     * @description Where the granted scope stands.
                     * @example data.access_token
                     */
                    scope?: string;
                    /** @description Where and how the end of the access token is told. */
                    expiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the refresh token is told; without it refresh_token_timeout and refresh_token_expires_in are looked at. */
                    refreshTokenExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the consent itself is told; authorization_expires_in without it. */
                    authorizationExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /**
                     * @description Where the moment of issue stands, in unix seconds; used when it is sane.
                     * @example data.access_token
                     */
                    issuedAt?: string;
                    /** @description What an answer with status 200 must hold to be a success. */
                    success?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description As texts. */
                        values: string[];
                    };
                    /** @description A member that only failures hold, whatever the status. */
                    failure?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description Values that mean no failure, as texts. */
                        except?: string[];
                    };
                    /**
                     * @description Where the error code stands.
                     * @example data.access_token
                     */
                    error?: string;
                    /**
                     * @description Where the provider's words about it stand.
                     * @example data.access_token
                     */
                    errorDescription?: string;
                    /**
                     * @description `extended`: a success without a token means that the old one lives on (refresh only).
                     * @enum {string}
                     */
                    noToken?: "failure" | "extended";
                };
                /** @description Life of an access token in seconds when the answer does not say. */
                defaultExpiresIn?: number;
            };
            /** @description The refresh request (RFC 6749 section 6), where it differs from `token`, and what is known of it. */
            refresh?: {
                /** @description Where to. A template; its own query is kept and sent first. */
                url?: string;
                /** @description Instead of `url` while an optional input that `url` asks for has no value. */
                urlFallback?: string;
                /**
                 * @description POST unless said otherwise.
                 * @enum {string}
                 */
                method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
                /**
                 * @description Where the parameters go: form (the default), a JSON object, an XML document, the query of the URL, or nowhere.
                 * @enum {string}
                 */
                body?: "form" | "json" | "xml" | "query" | "none";
                /**
                 * @description Of the body xml: the element that the parameters stand in. Without it the only parameter is the document.
                 * @example credentials
                 */
                xmlElement?: string;
                /**
                 * @description How the client proves itself (RFC 6749 section 2.3). `client_secret_basic` encodes id and secret as the RFC says, `…_raw` does not; `secret_as_user_name` is Basic with the secret as user and no password; `bearer_secret` and `bearer_token` send the client secret or the token itself behind the scheme word; `none` sends client_id only.
                 * @enum {string}
                 */
                clientAuthentication?: "client_secret_basic" | "client_secret_basic_raw" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "secret_as_user_name" | "bearer_secret" | "bearer_token" | "none";
                /**
                 * @description Scheme word of the Authorization header in place of Basic or Bearer.
                 * @example Token
                 */
                authorizationScheme?: string;
                /** @description Extra headers. */
                headers?: {
                    [key: string]: string;
                };
                /** @description Extra parameters. One whose placeholder has no value is left out; a standard name here replaces the standard value. */
                parameters?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that have another name here, for example {"client_id": "client_key"}. */
                names?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that must not be sent. */
                omit?: ("assertion" | "client_assertion" | "client_assertion_type" | "client_id" | "client_secret" | "code" | "code_verifier" | "device_code" | "grant_type" | "password" | "redirect_uri" | "refresh_token" | "resource" | "scope" | "token" | "token_type_hint" | "username")[];
                /** @description A signature over the request, for endpoints that ask for one. */
                signature?: {
                    /**
                     * @description `HMAC-SHA256` is keyed with the client secret; `SHA-256` is a plain digest.
                     * @enum {string}
                     */
                    algorithm: "HMAC-SHA256" | "SHA-256";
                    /** @description What is signed; {request.body} is the body as sent. */
                    over: string;
                    /**
                     * @description How the octets are written.
                     * @enum {string}
                     */
                    encoding: "hex" | "base64";
                    /** @example access_type */
                    header: string;
                };
                /** @description The value of grant_type where it is not refresh_token. */
                grantType?: string;
                /**
                 * @description `access_token`: there is no refresh token; the current access token is exchanged for the next.
                 * @enum {string}
                 */
                by?: "refresh_token" | "access_token";
                /** @description Where the answer differs from RFC 6749 section 5. */
                response?: {
                    /**
                     * @description `form` for an answer that is form-encoded, `json_or_form` where both occur, `xml` for a document: its element is the first name of a path.
                     * @enum {string}
                     */
                    format?: "json" | "form" | "json_or_form" | "xml";
                    /** @description Where the access token stands; the first that is there counts. */
                    accessToken?: string[];
                    /** @description Where the refresh token stands; the first that is there counts. */
                    refreshToken?: string[];
                    /**
                     * @description Where the granted scope stands.
                     * @example data.access_token
                     */
                    scope?: string;
                    /** @description Where and how the end of the access token is told. */
                    expiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the refresh token is told; without it refresh_token_timeout and refresh_token_expires_in are looked at. */
                    refreshTokenExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the consent itself is told; authorization_expires_in without it. */
                    authorizationExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /**
                     * @description Where the moment of issue stands, in unix seconds; used when it is sane.
                     * @example data.access_token
                     */
                    issuedAt?: string;
                    /** @description What an answer with status 200 must hold to be a success. */
                    success?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description As texts. */
                        values: string[];
                    };
                    /** @description A member that only failures hold, whatever the status. */
                    failure?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description Values that mean no failure, as texts. */
                        except?: string[];
                    };
                    /**
                     * @description Where the error code stands.
                     * @example data.access_token
                     */
                    error?: string;
                    /**
                     * @description Where the provider's words about it stand.
                     * @example data.access_token
                     */
                    errorDescription?: string;
                    /**
                     * @description `extended`: a success without a token means that the old one lives on (refresh only).
                     * @enum {string}
                     */
                    noToken?: "failure" | "extended";
                };
                /** @description A used refresh token is answered again within this many seconds. */
                reuseGrace?: number;
                /** @description A refresh ends the access token before it at once: it is made late, and readers wait while one is under way. */
                revokesAccessToken?: boolean;
                /** @description Refreshing is allowed only when the access token lives no longer than this many seconds. */
                window?: number;
                /** @description Error codes, besides invalid_grant, that mean that the grant is dead. */
                terminalErrors?: string[];
            };
            /** @description The revocation request (RFC 7009), called when a connection is disconnected. */
            revoke?: {
                /** @description Where to. A template; its own query is kept and sent first. */
                url: string;
                /** @description Instead of `url` while an optional input that `url` asks for has no value. */
                urlFallback?: string;
                /**
                 * @description POST unless said otherwise.
                 * @enum {string}
                 */
                method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
                /**
                 * @description Where the parameters go: form (the default), a JSON object, an XML document, the query of the URL, or nowhere.
                 * @enum {string}
                 */
                body?: "form" | "json" | "xml" | "query" | "none";
                /**
                 * @description Of the body xml: the element that the parameters stand in. Without it the only parameter is the document.
                 * @example credentials
                 */
                xmlElement?: string;
                /**
                 * @description How the client proves itself (RFC 6749 section 2.3). `client_secret_basic` encodes id and secret as the RFC says, `…_raw` does not; `secret_as_user_name` is Basic with the secret as user and no password; `bearer_secret` and `bearer_token` send the client secret or the token itself behind the scheme word; `none` sends client_id only.
                 * @enum {string}
                 */
                clientAuthentication?: "client_secret_basic" | "client_secret_basic_raw" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "secret_as_user_name" | "bearer_secret" | "bearer_token" | "none";
                /**
                 * @description Scheme word of the Authorization header in place of Basic or Bearer.
                 * @example Token
                 */
                authorizationScheme?: string;
                /** @description Extra headers. */
                headers?: {
                    [key: string]: string;
                };
                /** @description Extra parameters. One whose placeholder has no value is left out; a standard name here replaces the standard value. */
                parameters?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that have another name here, for example {"client_id": "client_key"}. */
                names?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that must not be sent. */
                omit?: ("assertion" | "client_assertion" | "client_assertion_type" | "client_id" | "client_secret" | "code" | "code_verifier" | "device_code" | "grant_type" | "password" | "redirect_uri" | "refresh_token" | "resource" | "scope" | "token" | "token_type_hint" | "username")[];
                /** @description A signature over the request, for endpoints that ask for one. */
                signature?: {
                    /**
                     * @description `HMAC-SHA256` is keyed with the client secret; `SHA-256` is a plain digest.
                     * @enum {string}
                     */
                    algorithm: "HMAC-SHA256" | "SHA-256";
                    /** @description What is signed; {request.body} is the body as sent. */
                    over: string;
                    /**
                     * @description How the octets are written.
                     * @enum {string}
                     */
                    encoding: "hex" | "base64";
                    /** @example access_type */
                    header: string;
                };
                /**
                 * @description What revoking one token ends: that grant only, or every grant of that person for this client.
                 * @enum {string}
                 */
                reach?: "grant" | "account";
                /**
                 * @description Which tokens are revoked; both unless said otherwise, the refresh token first.
                 * @enum {string}
                 */
                token?: "both" | "refresh_token" | "access_token";
                /** @description Where the answer differs from RFC 6749 section 5. */
                response?: {
                    /**
                     * @description `form` for an answer that is form-encoded, `json_or_form` where both occur, `xml` for a document: its element is the first name of a path.
                     * @enum {string}
                     */
                    format?: "json" | "form" | "json_or_form" | "xml";
                    /** @description Where the access token stands; the first that is there counts. */
                    accessToken?: string[];
                    /** @description Where the refresh token stands; the first that is there counts. */
                    refreshToken?: string[];
                    /**
                     * @description Where the granted scope stands.
                     * @example data.access_token
                     */
                    scope?: string;
                    /** @description Where and how the end of the access token is told. */
                    expiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the refresh token is told; without it refresh_token_timeout and refresh_token_expires_in are looked at. */
                    refreshTokenExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the consent itself is told; authorization_expires_in without it. */
                    authorizationExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /**
                     * @description Where the moment of issue stands, in unix seconds; used when it is sane.
                     * @example data.access_token
                     */
                    issuedAt?: string;
                    /** @description What an answer with status 200 must hold to be a success. */
                    success?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description As texts. */
                        values: string[];
                    };
                    /** @description A member that only failures hold, whatever the status. */
                    failure?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description Values that mean no failure, as texts. */
                        except?: string[];
                    };
                    /**
                     * @description Where the error code stands.
                     * @example data.access_token
                     */
                    error?: string;
                    /**
                     * @description Where the provider's words about it stand.
                     * @example data.access_token
                     */
                    errorDescription?: string;
                    /**
                     * @description `extended`: a success without a token means that the old one lives on (refresh only).
                     * @enum {string}
                     */
                    noToken?: "failure" | "extended";
                };
            };
            /** @description Of the grant type jwt_bearer (RFC 7523 section 2.1): the JWT that is signed and sent as `assertion`. `iat`, `exp` and `jti` are set by Latchkey. */
            assertion?: {
                /** @description The private key that signs, {client.secret} (the default) or a secret input: a JWK, whose `alg` and `kid` count, or an unencrypted PKCS#8 PEM of RSA (RS256), P-256 (ES256) or P-384 (ES384). */
                key?: string;
                /** @description The `kid` of its header, for a key that does not name itself. */
                keyId?: string;
                /** @description The claim `iss`; the client id unless said otherwise. */
                issuer?: string;
                /** @description The claim `sub`: who access is asked for; the issuer of the assertion unless said otherwise. */
                subject?: string;
                /** @description The claim `aud`; the definition's issuer, else the token endpoint's URL, unless said otherwise. */
                audience?: string;
                /** @description From `iat` to `exp`; 300 unless said otherwise. */
                lifetime?: number;
                /** @description Further claims, as texts. One whose placeholder has no value is left out. */
                claims?: {
                    [key: string]: string;
                };
            };
            /** @description The introspection request (RFC 7662): asked for the end of an access token where the token answer does not tell it, and when a connection is tested. */
            introspect?: {
                /** @description Where to. A template; its own query is kept and sent first. */
                url: string;
                /** @description Instead of `url` while an optional input that `url` asks for has no value. */
                urlFallback?: string;
                /**
                 * @description POST unless said otherwise.
                 * @enum {string}
                 */
                method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
                /**
                 * @description Where the parameters go: form (the default), a JSON object, an XML document, the query of the URL, or nowhere.
                 * @enum {string}
                 */
                body?: "form" | "json" | "xml" | "query" | "none";
                /**
                 * @description Of the body xml: the element that the parameters stand in. Without it the only parameter is the document.
                 * @example credentials
                 */
                xmlElement?: string;
                /**
                 * @description How the client proves itself (RFC 6749 section 2.3). `client_secret_basic` encodes id and secret as the RFC says, `…_raw` does not; `secret_as_user_name` is Basic with the secret as user and no password; `bearer_secret` and `bearer_token` send the client secret or the token itself behind the scheme word; `none` sends client_id only.
                 * @enum {string}
                 */
                clientAuthentication?: "client_secret_basic" | "client_secret_basic_raw" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "secret_as_user_name" | "bearer_secret" | "bearer_token" | "none";
                /**
                 * @description Scheme word of the Authorization header in place of Basic or Bearer.
                 * @example Token
                 */
                authorizationScheme?: string;
                /** @description Extra headers. */
                headers?: {
                    [key: string]: string;
                };
                /** @description Extra parameters. One whose placeholder has no value is left out; a standard name here replaces the standard value. */
                parameters?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that have another name here, for example {"client_id": "client_key"}. */
                names?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that must not be sent. */
                omit?: ("assertion" | "client_assertion" | "client_assertion_type" | "client_id" | "client_secret" | "code" | "code_verifier" | "device_code" | "grant_type" | "password" | "redirect_uri" | "refresh_token" | "resource" | "scope" | "token" | "token_type_hint" | "username")[];
                /** @description A signature over the request, for endpoints that ask for one. */
                signature?: {
                    /**
                     * @description `HMAC-SHA256` is keyed with the client secret; `SHA-256` is a plain digest.
                     * @enum {string}
                     */
                    algorithm: "HMAC-SHA256" | "SHA-256";
                    /** @description What is signed; {request.body} is the body as sent. */
                    over: string;
                    /**
                     * @description How the octets are written.
                     * @enum {string}
                     */
                    encoding: "hex" | "base64";
                    /** @example access_type */
                    header: string;
                };
            };
            /** @description Dynamic client registration (RFC 7591): where Latchkey registers a client of its own when asked to. */
            registration?: {
                /** @description The client registration endpoint. */
                url: string;
            };
            /** @description Further token sets in the answer to the code, each kept, refreshed and revoked beside the main one. */
            otherTokens?: {
                /**
                 * @description Letters, digits and underscores, beginning with a letter.
                 * @example shop
                 */
                name: string;
                /**
                 * @description Where its access token stands.
                 * @example data.access_token
                 */
                accessToken: string;
                /**
                 * @description Where its refresh token stands.
                 * @example data.access_token
                 */
                refreshToken?: string;
                /** @description Where and how the end of the access token is told. */
                expiry?: {
                    /**
                     * @description Where it stands.
                     * @example data.access_token
                     */
                    path: string;
                    /**
                     * @description Counted from now, or a moment.
                     * @enum {string}
                     */
                    kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                    /** @description Values that mean that there is no end, as texts. */
                    never?: string[];
                };
            }[];
            /** @description Values that are learnt while connecting and kept with the connection: {context.name}. */
            captures?: {
                /**
                 * @description Letters, digits and underscores, beginning with a letter.
                 * @example shop
                 */
                name: string;
                /**
                 * @description Where the value stands.
                 * @example data.access_token
                 */
                path: string;
                /** @description Taken off the front of the value; without it there the value is not captured. */
                prefix?: string;
                /** @description Taken off the end of the value; without it there the value is not captured. */
                suffix?: string;
                /** @description Needed when the value chooses a host that is called: which ones may be. */
                hosts?: string[];
                /** @description When `path` leads to a list: the first item of which this is true, else the first item. */
                choose?: {
                    /**
                     * @description Within an item.
                     * @example data.access_token
                     */
                    where?: string;
                    /** @description As a text. */
                    equals?: string;
                    /**
                     * @description Within the item chosen: what is captured.
                     * @example data.access_token
                     */
                    value: string;
                };
                /**
                 * @description The parameters of the callback, the members of the token answer, or the claims of a token.
                 * @enum {string}
                 */
                from: "callback" | "token" | "id_token" | "access_token";
            }[];
            /** @description Requests that are made with the new token, in order, to learn values or to finish an installation. */
            steps?: {
                /** @description Where to. A template; its own query is kept and sent first. */
                url: string;
                /** @description Instead of `url` while an optional input that `url` asks for has no value. */
                urlFallback?: string;
                /**
                 * @description POST unless said otherwise.
                 * @enum {string}
                 */
                method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
                /**
                 * @description Where the parameters go: form (the default), a JSON object, an XML document, the query of the URL, or nowhere.
                 * @enum {string}
                 */
                body?: "form" | "json" | "xml" | "query" | "none";
                /**
                 * @description Of the body xml: the element that the parameters stand in. Without it the only parameter is the document.
                 * @example credentials
                 */
                xmlElement?: string;
                /**
                 * @description How the client proves itself (RFC 6749 section 2.3). `client_secret_basic` encodes id and secret as the RFC says, `…_raw` does not; `secret_as_user_name` is Basic with the secret as user and no password; `bearer_secret` and `bearer_token` send the client secret or the token itself behind the scheme word; `none` sends client_id only.
                 * @enum {string}
                 */
                clientAuthentication?: "client_secret_basic" | "client_secret_basic_raw" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "secret_as_user_name" | "bearer_secret" | "bearer_token" | "none";
                /**
                 * @description Scheme word of the Authorization header in place of Basic or Bearer.
                 * @example Token
                 */
                authorizationScheme?: string;
                /** @description Extra headers. */
                headers?: {
                    [key: string]: string;
                };
                /** @description Extra parameters. One whose placeholder has no value is left out; a standard name here replaces the standard value. */
                parameters?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that have another name here, for example {"client_id": "client_key"}. */
                names?: {
                    [key: string]: string;
                };
                /** @description Standard parameters that must not be sent. */
                omit?: ("assertion" | "client_assertion" | "client_assertion_type" | "client_id" | "client_secret" | "code" | "code_verifier" | "device_code" | "grant_type" | "password" | "redirect_uri" | "refresh_token" | "resource" | "scope" | "token" | "token_type_hint" | "username")[];
                /** @description A signature over the request, for endpoints that ask for one. */
                signature?: {
                    /**
                     * @description `HMAC-SHA256` is keyed with the client secret; `SHA-256` is a plain digest.
                     * @enum {string}
                     */
                    algorithm: "HMAC-SHA256" | "SHA-256";
                    /** @description What is signed; {request.body} is the body as sent. */
                    over: string;
                    /**
                     * @description How the octets are written.
                     * @enum {string}
                     */
                    encoding: "hex" | "base64";
                    /** @example access_type */
                    header: string;
                };
                /**
                 * @description Letters, digits and underscores, beginning with a letter.
                 * @example shop
                 */
                name: string;
                /** @description Where the answer differs from RFC 6749 section 5. */
                response?: {
                    /**
                     * @description `form` for an answer that is form-encoded, `json_or_form` where both occur, `xml` for a document: its element is the first name of a path.
                     * @enum {string}
                     */
                    format?: "json" | "form" | "json_or_form" | "xml";
                    /** @description Where the access token stands; the first that is there counts. */
                    accessToken?: string[];
                    /** @description Where the refresh token stands; the first that is there counts. */
                    refreshToken?: string[];
                    /**
                     * @description Where the granted scope stands.
                     * @example data.access_token
                     */
                    scope?: string;
                    /** @description Where and how the end of the access token is told. */
                    expiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the refresh token is told; without it refresh_token_timeout and refresh_token_expires_in are looked at. */
                    refreshTokenExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /** @description Where and how the end of the consent itself is told; authorization_expires_in without it. */
                    authorizationExpiry?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /**
                         * @description Counted from now, or a moment.
                         * @enum {string}
                         */
                        kind: "seconds" | "milliseconds" | "unix_seconds" | "unix_milliseconds" | "iso_8601";
                        /** @description Values that mean that there is no end, as texts. */
                        never?: string[];
                    };
                    /**
                     * @description Where the moment of issue stands, in unix seconds; used when it is sane.
                     * @example data.access_token
                     */
                    issuedAt?: string;
                    /** @description What an answer with status 200 must hold to be a success. */
                    success?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description As texts. */
                        values: string[];
                    };
                    /** @description A member that only failures hold, whatever the status. */
                    failure?: {
                        /**
                         * @description Where it stands.
                         * @example data.access_token
                         */
                        path: string;
                        /** @description Values that mean no failure, as texts. */
                        except?: string[];
                    };
                    /**
                     * @description Where the error code stands.
                     * @example data.access_token
                     */
                    error?: string;
                    /**
                     * @description Where the provider's words about it stand.
                     * @example data.access_token
                     */
                    errorDescription?: string;
                    /**
                     * @description `extended`: a success without a token means that the old one lives on (refresh only).
                     * @enum {string}
                     */
                    noToken?: "failure" | "extended";
                };
                /** @description What is kept of the answer: {context.name}. */
                captures?: {
                    /**
                     * @description Letters, digits and underscores, beginning with a letter.
                     * @example shop
                     */
                    name: string;
                    /**
                     * @description Where the value stands.
                     * @example data.access_token
                     */
                    path: string;
                    /** @description Taken off the front of the value; without it there the value is not captured. */
                    prefix?: string;
                    /** @description Taken off the end of the value; without it there the value is not captured. */
                    suffix?: string;
                    /** @description Needed when the value chooses a host that is called: which ones may be. */
                    hosts?: string[];
                    /** @description When `path` leads to a list: the first item of which this is true, else the first item. */
                    choose?: {
                        /**
                         * @description Within an item.
                         * @example data.access_token
                         */
                        where?: string;
                        /** @description As a text. */
                        equals?: string;
                        /**
                         * @description Within the item chosen: what is captured.
                         * @example data.access_token
                         */
                        value: string;
                    };
                }[];
                /**
                 * @description `ends`: when the step fails, connecting fails. `passes`: it is noted in the log.
                 * @enum {string}
                 */
                failure?: "ends" | "passes";
            }[];
            /** @description Scopes worth offering. */
            scopes?: {
                /** @description As it is sent. */
                scope: string;
                /** @description For people: what it allows. */
                label?: string;
                /**
                 * @description `required` ones are always asked for; `optional` ones by choice.
                 * @enum {string}
                 */
                need?: "required" | "optional";
                /** @example access_type */
                parameter?: string;
            }[];
            /**
             * @description Between scopes; a space in RFC 6749 section 3.3.
             * @example ,
             */
            scopeSeparator?: string;
            /** @description Resource indicators (RFC 8707), sent with authorization, token and refresh requests. */
            resource?: string[];
            /** @description Where the name of the remote account is found after connecting. */
            account?: {
                /** @description A claim of the ID token (OpenID Connect Core 3.1.3.7, item 6). */
                idTokenClaim?: string;
                /**
                 * @description A member of the token answer.
                 * @example data.access_token
                 */
                tokenMember?: string;
                /** @description A name from `captures` or `steps`. */
                capture?: string;
            };
            /** @description Top-level members of the token answer that vendors may read although the deny-list would drop them. */
            exposeMembers?: string[];
            /** @description How the vendor's code calls the API with a token; told with every access token. */
            api?: {
                /** @description A template. */
                baseUrl?: string;
                /** @description Instead of `baseUrl` while a value that it asks for is not known. */
                baseUrlFallback?: string;
                /** @description Headers of every call; {token.access_token} stands for the token. */
                headers?: {
                    [key: string]: string;
                };
                /** @description A call that shows whether a token works. */
                probe?: {
                    /** @description Where to. A template; its own query is kept and sent first. */
                    url: string;
                    /** @description Instead of `url` while an optional input that `url` asks for has no value. */
                    urlFallback?: string;
                    /**
                     * @description POST unless said otherwise.
                     * @enum {string}
                     */
                    method?: "POST" | "GET" | "PUT" | "PATCH" | "DELETE";
                    /**
                     * @description Where the parameters go: form (the default), a JSON object, an XML document, the query of the URL, or nowhere.
                     * @enum {string}
                     */
                    body?: "form" | "json" | "xml" | "query" | "none";
                    /**
                     * @description Of the body xml: the element that the parameters stand in. Without it the only parameter is the document.
                     * @example credentials
                     */
                    xmlElement?: string;
                    /**
                     * @description How the client proves itself (RFC 6749 section 2.3). `client_secret_basic` encodes id and secret as the RFC says, `…_raw` does not; `secret_as_user_name` is Basic with the secret as user and no password; `bearer_secret` and `bearer_token` send the client secret or the token itself behind the scheme word; `none` sends client_id only.
                     * @enum {string}
                     */
                    clientAuthentication?: "client_secret_basic" | "client_secret_basic_raw" | "client_secret_post" | "client_secret_jwt" | "private_key_jwt" | "tls_client_auth" | "secret_as_user_name" | "bearer_secret" | "bearer_token" | "none";
                    /**
                     * @description Scheme word of the Authorization header in place of Basic or Bearer.
                     * @example Token
                     */
                    authorizationScheme?: string;
                    /** @description Extra headers. */
                    headers?: {
                        [key: string]: string;
                    };
                    /** @description Extra parameters. One whose placeholder has no value is left out; a standard name here replaces the standard value. */
                    parameters?: {
                        [key: string]: string;
                    };
                    /** @description Standard parameters that have another name here, for example {"client_id": "client_key"}. */
                    names?: {
                        [key: string]: string;
                    };
                    /** @description Standard parameters that must not be sent. */
                    omit?: ("assertion" | "client_assertion" | "client_assertion_type" | "client_id" | "client_secret" | "code" | "code_verifier" | "device_code" | "grant_type" | "password" | "redirect_uri" | "refresh_token" | "resource" | "scope" | "token" | "token_type_hint" | "username")[];
                    /** @description A signature over the request, for endpoints that ask for one. */
                    signature?: {
                        /**
                         * @description `HMAC-SHA256` is keyed with the client secret; `SHA-256` is a plain digest.
                         * @enum {string}
                         */
                        algorithm: "HMAC-SHA256" | "SHA-256";
                        /** @description What is signed; {request.body} is the body as sent. */
                        over: string;
                        /**
                         * @description How the octets are written.
                         * @enum {string}
                         */
                        encoding: "hex" | "base64";
                        /** @example access_type */
                        header: string;
                    };
                };
                /** @description Answers of the API that mean that the token is no longer accepted, besides status 401. */
                expirySignals?: {
                    /** @description HTTP status. */
                    status?: number;
                    /** @description A text that the body holds, whatever its case. */
                    bodyHolds?: string;
                }[];
            };
            /** @description What is known of the clocks that end a grant. */
            lifetimes?: {
                /** @description Life of a refresh token in seconds, counted from its issue. */
                refreshToken?: number;
                /** @description A grant that is not refreshed for this many seconds is gone. */
                idle?: number;
                /** @description A grant ends this many seconds after the consent, however often it is refreshed. */
                absolute?: number;
            };
        };
        /** @description An entry of the catalogue. */
        Provider: {
            key: string;
            name: string;
            definition: components["schemas"]["Definition"];
            /** @description SHA-256 of the definition. */
            definitionVersion: string;
        };
        Input: {
            /**
             * @description Letters, digits and underscores, beginning with a letter.
             * @example shop
             */
            name: string;
            /** @description For people. */
            label: string;
            /**
             * @description `host` is a host name, `url` a whole https URL whose host must match `hosts`; `secret` is sealed and never shown again.
             * @enum {string}
             */
            type: "text" | "secret" | "choice" | "host" | "url";
            /**
             * @description Who gives the value: nobody outside (a default), the vendor's people, or the customer.
             * @enum {string}
             */
            visibility: "hidden" | "organization" | "customer";
            /** @description Whether it must be given before connecting; it need not by default. */
            required?: boolean;
            /** @description Taken when nothing is given. */
            default?: string;
            /** @description Taken instead of `default` in these environments, for example {"sandbox": "sandbox.example.com"}. */
            defaults?: {
                [key: string]: string;
            };
            /** @description A regular expression that the whole value must match. */
            pattern?: string;
            /** @description Of a `choice`. */
            choices?: {
                /** @description What is sent. */
                value: string;
                /** @description For people. */
                label: string;
            }[];
            /** @description Of a `host` or `url`: which hosts may be called. `*`: any; each authorization server that it names then has a redirect URI of its own. */
            hosts?: string[];
            /** @description One sentence for the person who fills it in. */
            help?: string;
        };
        ConnectionConfig: {
            /** @example cfg_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /** @example payroll-sync */
            key: string;
            name: string;
            integrationId: string | null;
            /** @enum {unknown} */
            level: "instance" | "user" | "customer" | "organization";
            grantType: string;
            provider: string | null;
            definition: components["schemas"]["Definition"];
            definitionVersion: string;
            environments: {
                [key: string]: {
                    clientId: string | null;
                    hasClientSecret: boolean;
                    /** @description A rotation is under way: both secrets are tried. */
                    hasNextClientSecret: boolean;
                    clientState: ("ok" | "misconfigured" | "recovering" | "paused") | null;
                    /** @description Where the definition has no `issuer`: the `iss` that successes brought. Several where an input chooses the server. */
                    pinnedIssuers: {
                        issuer: string | null;
                        /**
                         * @description `firm`: two customers brought it, and no other is accepted from then on, nor none; where it is null, any `iss` is ignored. `provisional`: it holds for the connections that it came from.
                         * @enum {unknown}
                         */
                        state: "provisional" | "firm";
                    }[];
                    /** @description The redirect URI to register at the provider for this environment. Where a customer may choose any server (an input with `hosts: ["*"]`), each server has its own, which begins with this and its slash: read it at the connection, or from `check` with the inputs. */
                    callbackUrl: string;
                    domainId: string | null;
                    /** @description For `private_key_jwt`: where the public keys are that Latchkey made for this environment. */
                    jwksUri: string;
                };
            };
            scopes: string[];
            inputs: components["schemas"]["Input"][];
            oauthSuccessRedirectUri: string | null;
            oauthFailureRedirectUri: string | null;
            /** @enum {unknown} */
            refreshPolicy: "always" | "when_used";
            /**
             * @description `wizard`: in a wizard session. `embedded`: begun by your page, completed by your backend with a verifier. `link`: by a link that whoever opens it confirms, before and after consent; weaker. The last two need `POST /v1/connections/{id}/authorize`.
             * @enum {unknown}
             */
            completion: "wizard" | "embedded" | "link";
            completionRedirectUri: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            updatedAt: string;
        };
        Finding: {
            /**
             * @description Stable; programs go by this.
             * @example urls_complete
             * @example url_incomplete
             * @example input_refused
             * @example input_needed
             * @example client_id_missing
             * @example client_secret_missing
             * @example client_of_connection
             * @example client_accepted
             * @example client_refused
             * @example client_may_not
             * @example grant_type_unsupported
             * @example scope_refused
             * @example token_request_refused
             * @example client_unclear_code_first
             * @example client_unclear
             * @example client_likely_refused
             * @example client_not_tried
             * @example token_unexpected
             * @example request_unbuildable
             * @example endpoint_reached
             * @example endpoint_unreachable
             * @example endpoint_missing
             * @example endpoint_silent
             * @example endpoint_failing
             * @example redirect_uri_known
             * @example redirect_uri_unknown
             * @example authorization_client_unknown
             * @example authorization_refused
             * @example redirect_uri_unclear
             * @example discovery_agrees
             * @example discovery_differs
             * @example discovery_absent
             * @example offline_scope_missing
             * @example required_scope_missing
             * @example pkce_off
             * @example pkce_plain
             * @example revocation_missing
             */
            code: string;
            /**
             * @description `cannot_tell`: the answers do not show it, and nothing is guessed.
             * @enum {unknown}
             */
            severity: "ok" | "warning" | "error" | "cannot_tell";
            /** @example environments.production.clientSecret */
            field: string;
            /** @description What it means, and what was seen. */
            message: string;
            /** @description What to do, in one sentence. */
            cure: string;
        };
        Upgrade: {
            provider: string;
            /** @description Of the definition that the config uses. */
            pinnedVersion: string;
            /** @description Of the catalogue’s definition now. */
            presentVersion: string;
            differences: {
                /** @example token.clientAuthentication */
                field: string;
                /** @description Left out where it was not there. */
                before?: unknown;
                /** @description Left out where it is no longer there. */
                after?: unknown;
            }[];
            /** @description Grants that keep the endpoints that they were made with, until their customers reconnect. */
            liveGrants: number;
        };
        Integration: {
            /** @example int_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /** @example payroll-sync */
            key: string;
            name: string;
            description: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            updatedAt: string;
        };
        /** @description An integration's named need for a connection; its key never changes. */
        RequiredConfigVariable: {
            /** @example var_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /** @example int_0192f0c1a2b37c4d8e5f60718293a4b5 */
            integrationId: string;
            /** @example payroll-sync */
            key: string;
            /** @example cfg_0192f0c1a2b37c4d8e5f60718293a4b5 */
            connectionConfigId: string;
            /** @example payroll-sync */
            connectionConfigKey: string;
            purpose: string | null;
            position: number;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
        };
        Customer: {
            /** @example cus_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            externalId: string;
            name: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            updatedAt: string;
        };
        User: {
            /** @example usr_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /** @example cus_0192f0c1a2b37c4d8e5f60718293a4b5 */
            customerId: string;
            externalId: string;
            name: string;
            email: string | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            updatedAt: string;
        };
        Connection: {
            /** @example conn_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /** @example cfg_0192f0c1a2b37c4d8e5f60718293a4b5 */
            connectionConfigId: string;
            /** @example payroll-sync */
            connectionConfigKey: string;
            provider: string | null;
            providerName: string;
            /**
             * @example production
             * @example sandbox
             */
            environment: string;
            /** @enum {unknown} */
            level: "instance" | "user" | "customer" | "organization";
            label: string;
            instanceId: string | null;
            customerId: string | null;
            userId: string | null;
            /** @description The instances that use the connection. */
            links: {
                /** @example ins_0192f0c1a2b37c4d8e5f60718293a4b5 */
                instanceId: string;
                /** @example int_0192f0c1a2b37c4d8e5f60718293a4b5 */
                integrationId: string;
                /** @example var_0192f0c1a2b37c4d8e5f60718293a4b5 */
                requiredConfigVariableId: string;
                /** @example payroll-sync */
                requiredConfigVariableKey: string;
                /** @enum {unknown} */
                health: "unused" | "succeeded" | "failed";
                healthAt: string | null;
                message: string | null;
                providerStatus: number | null;
                providerBody: string | null;
            }[];
            callbackUrl: string | null;
            /**
             * @description `pending`: not connected.
             * @enum {unknown}
             */
            status: "pending" | "active" | "error" | "disconnecting";
            authorization: {
                /** @enum {unknown} */
                kind: "redirect" | "device_code";
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                expiresAt: string;
            } | null;
            /** @enum {unknown} */
            health: "unused" | "succeeded" | "failed";
            /** @enum {unknown} */
            color: "gray" | "yellow" | "green" | "red";
            reason: {
                code: string;
                message: string;
                since: string | null;
            } | null;
            accountLabel: string | null;
            connectedAt: string | null;
            accessTokenExpiresAt: string | null;
            refreshDueAt: string | null;
            lastRefreshedAt: string | null;
            refreshFailingSince: string | null;
            grantExpiresAt: string | null;
            lastUsedAt: string | null;
            lastUsedIp: string | null;
            generation: number | null;
            /** @description What is asked for at the next Connect. */
            scopes: string[];
            scopesOverride: string[] | null;
            grantedScopes: string[];
            missingScopes: string[];
            inputs: {
                name: string;
                hasValue: boolean;
                value: string | null;
            }[];
            ownClient: {
                clientId: string;
                hasClientSecret: boolean;
            } | null;
            lastFailure: {
                error: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                at: string;
            } | null;
            lastRevocation: {
                outcome: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                at: string;
            } | null;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
        };
        /** @description An integration deployed to one customer, with its connections. */
        Instance: {
            /** @example ins_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /** @example int_0192f0c1a2b37c4d8e5f60718293a4b5 */
            integrationId: string;
            /** @example cus_0192f0c1a2b37c4d8e5f60718293a4b5 */
            customerId: string;
            name: string;
            /** @description The first is the default. */
            environments: string[];
            connections: components["schemas"]["Connection"][];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            updatedAt: string;
        };
        Deletion: {
            id: string;
            /** @enum {unknown} */
            state: "deleting";
            /** @description Connections whose grants are now being revoked. */
            disconnecting: number;
        };
        WizardSession: {
            /** @example wiz_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /** @description Where the vendor's page posts the ticket, as the form field `ticket`. */
            url: string;
            /** @description Works once; told only in this answer. */
            ticket: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            expiresAt: string;
        };
        StartedAuthorization: {
            /** @example ses_0192f0c1a2b37c4d8e5f60718293a4b5 */
            authorizationSessionId: string;
            /** @description Where to send the browser. Works once; told only in this answer. */
            authorizationUrl: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            expiresAt: string;
        };
        ConnectionEvent: {
            /** @example evt_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /**
             * @example authorization_started
             * @example connected
             * @example authorization_failed
             * @example authorization_cancelled
             * @example authorization_superseded
             * @example renewed
             * @example refresh_failed
             * @example reauthorization_required
             * @example expiring
             * @example recovered
             * @example disconnect_requested
             * @example disconnected
             * @example execution_succeeded
             * @example connection_error_reported
             * @example access_token_rejected
             * @example inputs_changed
             */
            kind: string;
            reason: string | null;
            actor: string | null;
            /** @description Scrubbed technical facts. */
            details: {
                [key: string]: string;
            };
        };
        AccessToken: {
            accessToken: string;
            /** @example Bearer */
            tokenType: string;
            expiresAt: string | null;
            generation: number;
            scopes: string[];
            missingScopes: string[];
            /** @description Every member of the token response but the refresh token and other secrets. */
            token: {
                [key: string]: unknown;
            };
            /** @description Further tokens of the same consent, by their names in the definition. */
            otherTokens: {
                [key: string]: {
                    accessToken: string;
                    expiresAt: string | null;
                };
            };
            /** @description Callback parameters that were kept. */
            context: {
                [key: string]: string;
            };
            /** @description The connection's inputs, with their defaults, as they were when these tokens were consented to; secret ones as they are now. What is changed later is answered from the next Connect on. */
            inputs: {
                [key: string]: string;
            };
            /** @description Where the API is and what every call must carry: the token in its header, and what else the provider asks for. */
            api: {
                baseUrl: string | null;
                headers: {
                    [key: string]: string;
                };
            };
        };
        AuditEvent: {
            /** @example aud_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            at: string;
            /** @example connection_config.updated */
            action: string;
            actor: {
                /** @enum {unknown} */
                kind: "api_key" | "wizard_session" | "authorization_session" | "operator" | "system";
                id: string | null;
                name: string | null;
                ip: string | null;
            };
            target: {
                kind: string | null;
                id: string | null;
            };
            details: {
                [key: string]: unknown;
            };
        };
        /** @description An authorization server's own metadata as a definition: pass it on as a config's `definition`. */
        DiscoveredDefinition: {
            /** @description Where the metadata was found. */
            metadataUrl: string;
            definition: components["schemas"]["Definition"];
            /** @description SHA-256 of the definition. */
            definitionVersion: string;
            /** @description What was assumed, or what the metadata says besides, in sentences. */
            notes: string[];
        };
        /** @description A key pair that Latchkey made for `private_key_jwt`. Its private half never leaves. */
        ClientKey: {
            /** @description The thumbprint of the key (RFC 7638). */
            kid: string;
            /** @example ES256 */
            algorithm: string;
            /**
             * @description The current key signs; the next is published already; a retired one is for an hour more.
             * @enum {unknown}
             */
            state: "current" | "next" | "retired";
            /** @description RFC 7517. */
            publicJwk: {
                [key: string]: string;
            };
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
        };
        ImportItem: {
            /** @example conn_0192f0c1a2b37c4d8e5f60718293a4b5 */
            connectionId: string;
            accessToken: string;
            refreshToken?: string;
            /** @default Bearer */
            tokenType: string;
            /**
             * Format: date-time
             * @description When the access token ends; unknown when it is left out.
             * @example 2026-01-31T09:30:00.000Z
             */
            expiresAt?: string;
            /** @description Granted; those of the config if left out. */
            scopes?: string[];
            /** @description Further members of the token response, to be answered as `token`. */
            token?: {
                [key: string]: unknown;
            };
            /** @description Callback parameters, such as a realm id. */
            context?: {
                [key: string]: string;
            };
            accountLabel?: string;
            accountSubject?: string;
            /** @description That of the authorization request, for providers that want it at each refresh. */
            redirectUri?: string;
        };
        ImportResult: {
            /** @example conn_0192f0c1a2b37c4d8e5f60718293a4b5 */
            connectionId: string;
            /** @enum {unknown} */
            outcome: "imported" | "refused";
            errors: {
                field: string;
                message: string;
            }[] | null;
        };
        WebhookEndpoint: {
            /** @example whe_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            url: string;
            description: string;
            eventTypes: string[];
            /** @enum {unknown} */
            status: "enabled" | "disabled";
            /** @description `failing`: nothing but failures for 72 hours, and at least ten; `gone`: the endpoint answered 410; `by_vendor`: over this API. */
            disabledReason: ("by_vendor" | "failing" | "gone") | null;
            disabledAt: string | null;
            /** @description Tries in a row that failed. */
            failures: number;
            failingSince: string | null;
            lastDeliveredAt: string | null;
            /** @description Each message is signed with all of them; there are two while a rotation lasts. */
            secrets: {
                /** @example whs_0192f0c1a2b37c4d8e5f60718293a4b5 */
                id: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                createdAt: string;
                expiresAt: string | null;
            }[];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            updatedAt: string;
        };
        NewWebhookEndpoint: {
            /** @example whe_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            url: string;
            description: string;
            eventTypes: string[];
            /** @enum {unknown} */
            status: "enabled" | "disabled";
            /** @description `failing`: nothing but failures for 72 hours, and at least ten; `gone`: the endpoint answered 410; `by_vendor`: over this API. */
            disabledReason: ("by_vendor" | "failing" | "gone") | null;
            disabledAt: string | null;
            /** @description Tries in a row that failed. */
            failures: number;
            failingSince: string | null;
            lastDeliveredAt: string | null;
            /** @description Each message is signed with all of them; there are two while a rotation lasts. */
            secrets: {
                /** @example whs_0192f0c1a2b37c4d8e5f60718293a4b5 */
                id: string;
                /**
                 * Format: date-time
                 * @example 2026-01-31T09:30:00.000Z
                 */
                createdAt: string;
                expiresAt: string | null;
            }[];
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            createdAt: string;
            /**
             * Format: date-time
             * @example 2026-01-31T09:30:00.000Z
             */
            updatedAt: string;
            /** @description Verifies messages, `whsec_…`: told only in this answer. */
            secret: string;
        };
        WebhookDelivery: {
            /** @example whd_0192f0c1a2b37c4d8e5f60718293a4b5 */
            id: string;
            /**
             * @description The header `webhook-id`: the same on every try, at every endpoint and in a replay.
             * @example msg_0192f0c1a2b37c4d8e5f60718293a4b5
             */
            messageId: string;
            /** @example connection.connected */
            type: string;
            /**
             * Format: date-time
             * @description When it happened.
             */
            at: string;
            /**
             * @description `failed`: every try of the schedule failed. `skipped`: the endpoint was disabled. Both can be replayed for 30 days.
             * @enum {unknown}
             */
            status: "pending" | "delivered" | "failed" | "skipped";
            /** @description Tries since it was made, or replayed last. */
            attempts: number;
            nextAttemptAt: string | null;
            lastAttemptAt: string | null;
            /** @description The HTTP status of the last answer. */
            lastStatus: number | null;
            /**
             * @description Why the last try failed.
             * @example http_status
             * @example redirect
             * @example timeout
             * @example unreachable
             * @example egress_refused
             */
            lastError: string | null;
            /** @description How long the last try took. */
            lastMilliseconds: number | null;
            deliveredAt: string | null;
            replayedAt: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getOrganization: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrigins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Origins"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrigins: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Origins"];
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Origins"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRegions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegionList"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDomains: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Domain"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createDomain: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example oauth2.example.com */
                    host: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteDomain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `in_use`: Something still needs this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyDomain: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Domain"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listApiKeys: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: ("organization:read" | "organization:write" | "keys:read" | "keys:write" | "configs:read" | "configs:write" | "clients:migrate" | "customers:read" | "customers:write" | "instances:read" | "instances:write" | "wizard:write" | "connections:read" | "connections:write" | "connections:import" | "tokens:read" | "executions:write" | "audit:read" | "webhooks:read" | "webhooks:write")[];
                    /**
                     * Format: date-time
                     * @example 2026-01-31T09:30:00.000Z
                     */
                    expiresAt?: string;
                    /** @description It reaches these integrations only, with their configs, instances and connections, and of configs that no integration owns those that they need. */
                    integrationIds?: string[];
                    /**
                     * @description It reaches connections and clients of this environment only.
                     * @example production
                     * @example sandbox
                     */
                    environment?: string;
                    /** @description It works from addresses in these networks only, such as `203.0.113.0/24`. */
                    allowedCidrs?: string[];
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewApiKey"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotent_repeat_of_secret`: This was done already, and its secret is told only once. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeApiKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKey"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateApiKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description How long both work: a day.
                     * @default 86400
                     */
                    overlapSeconds?: number;
                    /**
                     * Format: date-time
                     * @description The successor's end; the one that the predecessor had, unless said.
                     * @example 2026-01-31T09:30:00.000Z
                     */
                    expiresAt?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedApiKey"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotent_repeat_of_secret`: This was done already, and its secret is told only once. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviders: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Provider"][];
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProvider: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Provider"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discoverProvider: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example https://login.example.com */
                    issuer: string;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscoveredDefinition"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listClientKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ClientKey"][];
                        jwksUri: string;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createClientKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description ES256 unless said otherwise.
                     * @enum {unknown}
                     */
                    algorithm?: "ES256" | "RS256" | "PS256";
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientKey"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    activateClientKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
                environment: string;
                kid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClientKey"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    clientName?: string;
                    /** @description Where the provider gives registrations to those only who have one. Not kept. */
                    initialAccessToken?: string;
                    inputs?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        clientId: string | null;
                        /** @description What was registered as the redirect URI. */
                        callbackUrl: string;
                        /** @description What is to be done or known besides, in sentences. */
                        notes: string[];
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client_in_use`: Live grants were made with the present client id. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. `client_misconfigured`: The provider refuses this client registration. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: Not available at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listIntegrations: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
                key?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Integration"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createIntegration: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example payroll-sync */
                    key: string;
                    name: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateIntegration: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    description?: string;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Integration"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRequiredConfigVariables: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RequiredConfigVariable"][];
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createRequiredConfigVariable: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example payroll-sync */
                    key: string;
                    connectionConfigId: string;
                    purpose?: string;
                    position?: number;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequiredConfigVariable"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteRequiredConfigVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                variableId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateRequiredConfigVariable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                variableId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    purpose?: string | null;
                    position?: number;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequiredConfigVariable"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnectionConfigs: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
                key?: string;
                integrationId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ConnectionConfig"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createConnectionConfig: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @example payroll-sync */
                    key: string;
                    name?: string;
                    /** @description Leave it out for one that several integrations use. */
                    integrationId?: string;
                    /**
                     * @default instance
                     * @enum {unknown}
                     */
                    level?: "instance" | "user" | "customer" | "organization";
                    /** @description The catalogue's key; or give `definition`. */
                    provider?: string;
                    /**
                     * @description A provider as data: see the schema Definition. Prismatic's flat names are taken too: `authorizeUrl`, `tokenUrl`, `refreshUrl`, `revokeUrl`, `headers`, `scopes` (a text), `overrideGrantType`, `allowedTokenParams`, `oauth2PkceMethod`, `oauth2Type`.
                     * @example {
                     *       "name": "Books",
                     *       "authorize": {
                     *         "url": "https://books.example.com/oauth/authorize"
                     *       },
                     *       "token": {
                     *         "url": "https://books.example.com/oauth/token"
                     *       }
                     *     }
                     */
                    definition?: Record<string, never>;
                    /** @description The definition says which; given, it must be the same. */
                    grantType?: string;
                    /** @description Client credentials by environment: `{"production": {"clientId": "…", "clientSecret": "…"}}`. */
                    environments?: {
                        [key: string]: {
                            clientId?: string;
                            /** @description Never answered again. A new one replaces the former; null takes it away (a public client). */
                            clientSecret?: string | null;
                            /** @description For a rotation without a gap: tried whenever the provider refuses `clientSecret`, until it is promoted. */
                            nextClientSecret?: string | null;
                            /** @description A verified custom domain that the redirect URI begins with from the next Connect on; null: the region’s host. Register the new `callbackUrl` at the provider first. */
                            domainId?: string | null;
                        };
                    };
                    /** @description What to ask for; the scopes that the definition marks as required, unless said otherwise. */
                    scopes?: string[];
                    inputs?: components["schemas"]["Input"][];
                    oauthSuccessRedirectUri?: string;
                    oauthFailureRedirectUri?: string;
                    /** @enum {unknown} */
                    refreshPolicy?: "always" | "when_used";
                    /**
                     * @description `wizard`: in a wizard session. `embedded`: begun by your page, completed by your backend with a verifier. `link`: by a link that whoever opens it confirms, before and after consent; weaker. The last two need `POST /v1/connections/{id}/authorize`.
                     * @enum {unknown}
                     */
                    completion?: "wizard" | "embedded" | "link";
                    /** @description With `completion: "embedded"`, required: the page of yours that gets `authorizationSessionId` and `completionCode` after consent. */
                    completionRedirectUri?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionConfig"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnectionConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionConfig"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteConnectionConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `in_use`: Something still needs this. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateConnectionConfig: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    provider?: string;
                    /**
                     * @description A provider as data: see the schema Definition. Prismatic's flat names are taken too: `authorizeUrl`, `tokenUrl`, `refreshUrl`, `revokeUrl`, `headers`, `scopes` (a text), `overrideGrantType`, `allowedTokenParams`, `oauth2PkceMethod`, `oauth2Type`.
                     * @example {
                     *       "name": "Books",
                     *       "authorize": {
                     *         "url": "https://books.example.com/oauth/authorize"
                     *       },
                     *       "token": {
                     *         "url": "https://books.example.com/oauth/token"
                     *       }
                     *     }
                     */
                    definition?: Record<string, never>;
                    /** @description Client credentials by environment: `{"production": {"clientId": "…", "clientSecret": "…"}}`. */
                    environments?: {
                        [key: string]: {
                            clientId?: string;
                            /** @description Never answered again. A new one replaces the former; null takes it away (a public client). */
                            clientSecret?: string | null;
                            /** @description For a rotation without a gap: tried whenever the provider refuses `clientSecret`, until it is promoted. */
                            nextClientSecret?: string | null;
                            /** @description A verified custom domain that the redirect URI begins with from the next Connect on; null: the region’s host. Register the new `callbackUrl` at the provider first. */
                            domainId?: string | null;
                        };
                    };
                    scopes?: string[];
                    inputs?: components["schemas"]["Input"][];
                    oauthSuccessRedirectUri?: string | null;
                    oauthFailureRedirectUri?: string | null;
                    /** @enum {unknown} */
                    refreshPolicy?: "always" | "when_used";
                    /**
                     * @description `wizard`: in a wizard session. `embedded`: begun by your page, completed by your backend with a verifier. `link`: by a link that whoever opens it confirms, before and after consent; weaker. The last two need `POST /v1/connections/{id}/authorize`.
                     * @enum {unknown}
                     */
                    completion?: "wizard" | "embedded" | "link";
                    completionRedirectUri?: string | null;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionConfig"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client_in_use`: Live grants were made with the present client id. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkConnectionConfig: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The only one, or `production`, unless said otherwise. */
                    environment?: string;
                    /** @description Values to try the inputs with; they are not kept. */
                    inputs?: {
                        [key: string]: string;
                    };
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        environment: string;
                        callbackUrl: string | null;
                        findings: components["schemas"]["Finding"][];
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promoteClientSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionConfig"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replaceClient: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    clientId: string;
                    /** @description Never answered again. */
                    clientSecret?: string;
                    /** @description As many live grants as you expect; another number is a conflict. */
                    grants: number;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        connectionConfig: components["schemas"]["ConnectionConfig"];
                        formerClientId: string;
                        /** @description How many live grants were made with the former client. */
                        grants: number;
                        /** @description What happens to them. */
                        consequence: string;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotent_repeat_of_secret`: This was done already, and its secret is told only once. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetIssuer: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionConfig"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnectionConfigUpgrade: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upgrade"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upgradeConnectionConfig: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    definitionVersion: string;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionConfig"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listCustomers: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
                externalId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Customer"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createCustomer: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    externalId: string;
                    name: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    externalId?: string;
                    name?: string;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Customer"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listUsers: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    externalId: string;
                    name: string;
                    email?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateUser: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                userId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    externalId?: string;
                    name?: string;
                    email?: string | null;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listInstances: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
                integrationId?: string;
                customerId?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Instance"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createInstance: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    integrationId: string;
                    customerId: string;
                    name: string;
                    /** @description The first is the default; `["production"]` when left out. */
                    environments?: string[];
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instance"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instance"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateInstance: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name?: string;
                    environments?: string[];
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instance"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    linkConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    connectionId: string;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Instance"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWizardSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    instanceId?: string;
                    customerId?: string;
                    userId?: string;
                    returnUrl?: string;
                    /** @description The verified custom domain to open the wizard at; the region’s host when left out. */
                    domainId?: string;
                    /** @example en */
                    lang?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WizardSession"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotent_repeat_of_secret`: This was done already, and its secret is told only once. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnections: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
                integrationId?: string;
                customerId?: string;
                instanceId?: string;
                userId?: string;
                connectionConfigId?: string;
                environment?: string;
                status?: "pending" | "active" | "error" | "disconnecting";
                /** @description The catalogue's key. */
                provider?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Connection"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateConnection: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description By name; an empty text takes a value away. Secrets are sealed and never answered here. */
                    inputs?: {
                        [key: string]: string;
                    };
                    /** @description Instead of the config's scopes; an empty list means the config's. */
                    scopesOverride?: string[];
                    /** @description Only where the definition says that each customer brings a client of their own. */
                    clientId?: string;
                    /** @description The same. Never answered again; null takes it away (a public client). */
                    clientSecret?: string | null;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAccessToken: {
        parameters: {
            query?: {
                minimumSeconds?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccessToken"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_connected`: The connection is not connected. `reauthorization_required`: The customer must reconnect. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `client_misconfigured`: The provider refuses this client registration. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: Not available at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    connectConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. `client_misconfigured`: The provider refuses this client registration. `grant_refused`: The provider gave no access. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: Not available at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refreshConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_connected`: The connection is not connected. `reauthorization_required`: The customer must reconnect. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    disconnectConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_connected`: The connection is not connected. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listConnectionEvents: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
                kind?: ("authorization_started" | "connected" | "authorization_failed" | "authorization_cancelled" | "authorization_superseded" | "renewed" | "refresh_failed" | "reauthorization_required" | "expiring" | "recovered" | "disconnect_requested" | "disconnected" | "execution_succeeded" | "connection_error_reported" | "access_token_rejected" | "inputs_changed")[];
                /** @example 2026-01-31T09:30:00.000Z */
                since?: string;
                /** @example 2026-01-31T09:30:00.000Z */
                until?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ConnectionEvent"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportExecution: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Required where several instances use it. */
                    instanceId?: string;
                    /** @enum {unknown} */
                    outcome: "succeeded" | "connection_error";
                    message?: string;
                    providerStatus?: number;
                    providerBody?: string;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * @description `refused`: the token is no longer accepted. `unclear`: what was answered says neither.
                         * @enum {unknown}
                         */
                        outcome: "worked" | "refused" | "unclear" | "unreachable";
                        providerStatus: number | null;
                        introspection: ("active" | "inactive" | "failed") | null;
                        cause: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_connected`: The connection is not connected. `reauthorization_required`: The customer must reconnect. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. `client_misconfigured`: The provider refuses this client registration. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: Not available at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rejectAccessToken: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description SHA-256 of the access token, as 64 hexadecimal digits in lower case. */
                    fingerprint: string;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @enum {unknown} */
                        outcome: "refreshing" | "superseded";
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_connected`: The connection is not connected. `reauthorization_required`: The customer must reconnect. `rejected_after_refresh`: Fresh tokens are rejected as well, so another refresh would not help. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    authorizeConnection: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description With `completion: "embedded"`, required: BASE64URL(SHA256(verifier)) of a random verifier (RFC 7636) that your backend keeps in the session of its own user, and nowhere else. */
                    completionChallenge?: string;
                    /**
                     * @description With `completion: "link"`, required: who asks, as the person who opens the link knows them.
                     * @example Alex Placeholder, alex@acme.example
                     */
                    requestedBy?: string;
                    /** @example en */
                    lang?: string;
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedAuthorization"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `finished_in_wizard`: The connection config says that flows are finished in the wizard. `idempotent_repeat_of_secret`: This was done already, and its secret is told only once. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    completeAuthorizationSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    completionCode: string;
                    completionVerifier: string;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connection"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `completion_not_ready`: The browser has not come back from the provider yet. `completion_used`: The authorization was completed before. `authorization_ended`: The authorization failed, was cancelled, or a newer one took its place. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `completion_expired`: The 60 seconds for the completion are over: nothing was redeemed. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `completion_code_wrong`: This is not the completion code of the authorization. `completion_verifier_wrong`: The verifier does not fit the challenge: nothing was redeemed, and the authorization is over. `client_misconfigured`: The provider refuses this client registration. `grant_refused`: The provider gave no access. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: Not available at the moment. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelAuthorizationSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example ses_0192f0c1a2b37c4d8e5f60718293a4b5 */
                        authorizationSessionId: string;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `authorization_ended`: The authorization failed, was cancelled, or a newer one took its place. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importConnections: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    items: components["schemas"]["ImportItem"][];
                    /**
                     * @description Refresh each at once, to see that it can be.
                     * @default false
                     */
                    verifyRefresh?: boolean;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: components["schemas"]["ImportResult"][];
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_key_reused`: The idempotency key belongs to another request. `idempotent_repeat_of_secret`: This was done already, and its secret is told only once. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is too large. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAuditEvents: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
                /** @example connection_config.updated */
                action?: string;
                actorKind?: "api_key" | "wizard_session" | "authorization_session" | "operator" | "system";
                /** @description Of an API key or a wizard session. */
                actorId?: string;
                /** @example connection */
                targetKind?: string;
                targetId?: string;
                /** @example 2026-01-31T09:30:00.000Z */
                since?: string;
                /** @example 2026-01-31T09:30:00.000Z */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEvent"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookEndpoint"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description An https URL on port 443 at a public address. Redirects are not followed.
                     * @example https://example.com/webhooks/latchkey
                     */
                    url: string;
                    description?: string;
                    /** @description The types that the endpoint gets; an empty list asks for all, those of the future too. */
                    eventTypes?: ("connection.connected" | "connection.disconnected" | "connection.revoked" | "connection.authorization_failed" | "connection.refresh_failed" | "connection.reauthorization_required" | "connection.recovered" | "connection.expiring" | "client.misconfigured" | "client.recovered")[];
                };
            };
        };
        responses: {
            /** @description Made. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhookEndpoint"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotent_repeat_of_secret`: This was done already, and its secret is told only once. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description An https URL on port 443 at a public address. Redirects are not followed.
                     * @example https://example.com/webhooks/latchkey
                     */
                    url?: string;
                    description?: string;
                    /** @description The types that the endpoint gets; an empty list asks for all, those of the future too. */
                    eventTypes?: ("connection.connected" | "connection.disconnected" | "connection.revoked" | "connection.authorization_failed" | "connection.refresh_failed" | "connection.reauthorization_required" | "connection.recovered" | "connection.expiring" | "client.misconfigured" | "client.recovered")[];
                    /** @enum {unknown} */
                    status?: "enabled" | "disabled";
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default 86400 */
                    keepSeconds?: number;
                };
            };
        };
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewWebhookEndpoint"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotent_repeat_of_secret`: This was done already, and its secret is told only once. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    testWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                /** @description How many at most. */
                limit?: number;
                /** @description The `next` of the page before. */
                after?: string;
                status?: ("pending" | "delivered" | "failed" | "skipped")[];
                /** @example 2026-01-31T09:30:00.000Z */
                since?: string;
                /** @example 2026-01-31T09:30:00.000Z */
                until?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is there now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhookDelivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
                deliveryId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDelivery"];
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayWebhookDeliveries: {
        parameters: {
            query?: never;
            header?: {
                /** @description An equal request by the same API key with the same idempotency key within 24 hours does nothing again. */
                "idempotency-key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @example 2026-01-31T09:30:00.000Z
                     */
                    since: string;
                    /**
                     * Format: date-time
                     * @example 2026-01-31T09:30:00.000Z
                     */
                    until?: string;
                    statuses?: ("delivered" | "failed" | "skipped")[];
                };
            };
        };
        responses: {
            /** @description Begun: the rest goes on without you. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replayed: number;
                        next: string | null;
                    };
                };
            };
            /** @description `invalid_request`: The request is malformed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid API key is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `missing_scope`: The API key may not do this. `outside_key_limits`: The API key is limited to something else. `address_not_allowed`: The API key may not be used from this address. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is no such thing. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `conflict`: The request contradicts what is there. `idempotency_key_reused`: The idempotency key belongs to another request. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unprocessable`: The request cannot be carried out as it is. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: Too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal_error`: Something went wrong on our side. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
