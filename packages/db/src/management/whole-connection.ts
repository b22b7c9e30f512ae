import { type Definition, type InputDefinition, serverInputs, serverSegment, withInputs } from '@latchkey/oauth';

/** An instance's use of a connection. */
export interface ConnectionLink {
  readonly id: string;
  readonly connectionId: string;
  readonly instanceId: string;
  readonly integrationId: string;
  readonly variableId: string;
  readonly variableKey: string;
  /** unused | succeeded | failed */
  readonly health: string;
  readonly healthAt: Date | null;
  readonly message: string | null;
  readonly providerStatus: number | null;
  readonly providerBody: string | null;
}

interface ConnectionFacts {
  readonly id: string;
  readonly connectionConfigId: string;
  readonly environment: string;
  readonly level: string;
  readonly label: string;
  readonly instanceId: string | null;
  readonly customerId: string | null;
  readonly userId: string | null;
  readonly status: string;
  readonly reason: string | null;
  readonly statusChangedAt: Date;
  readonly connectedAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly lastUsedIp: string | null;
  readonly createdAt: Date;
  readonly scopesOverride: readonly string[];
  readonly lastFailureError: string | null;
  readonly lastFailureAt: Date | null;
  readonly lastRevocationOutcome: string | null;
  readonly lastRevocationAt: Date | null;
  readonly configKey: string;
  readonly providerKey: string | null;
  readonly providerName: string;
  readonly configScopes: readonly string[];
  /** What the definition says of scopes. */
  readonly offeredScopes: NonNullable<Definition['scopes']>;
  readonly inputDefinitions: readonly InputDefinition[];
  /** What was given; the value of a sealed one is null. */
  readonly givenInputs: readonly { readonly name: string; readonly value: string | null }[];
  readonly authorizationExpiresAt: Date | null;
  readonly deviceCodeExpiresAt: Date | null;
  /** Whose client registration it is: `connection` where each customer brings one. */
  readonly clientOwner: 'environment' | 'connection';
  /** Client credentials of the connection's own, without the secret. */
  readonly ownClient: { readonly clientId: string; readonly hasClientSecret: boolean } | null;
  /** Whether connecting sends a browser to the provider and back. */
  readonly isRedirected: boolean;
  /** The redirect URI that the definition says itself. */
  readonly fixedRedirectUri: string | null;
  /** The custom domain that its redirect URI begins with; null: the region's host. */
  readonly callbackHost: string | null;
}

interface GrantFacts {
  readonly accountLabel: string | null;
  readonly requestedScopes: readonly string[];
  readonly grantedScopes: readonly string[];
  readonly generation: number;
  readonly dueAt: Date | null;
  readonly expiresAt: Date | null;
  readonly refreshedAt: Date;
  /** The first refresh that failed since the last one that succeeded. */
  readonly refreshFailingSince: Date | null;
  /** When it ends whatever is done, where that is known. */
  readonly grantExpiresAt: Date | null;
}

/** A connection with all that is shown of it. */
export interface WholeConnection extends ConnectionFacts {
  /** What its redirect URI names its server by, where an input chooses that; null while none does. Absent: nothing. */
  readonly serverSegment?: string | null;
  readonly links: readonly ConnectionLink[];
  /** Absent when none is held. */
  readonly grant?: GrantFacts;
}

/** A row of the statement in connections.ts. */
export type ConnectionRow = ConnectionFacts & {
  /** Where an input may choose any host. */
  readonly freeDefinition: Definition | null;
} & { readonly [Name in keyof GrantFacts]: GrantFacts[Name] | null } & {
  readonly links: readonly (Omit<ConnectionLink, 'healthAt'> & { readonly healthAt: string | null })[];
};

export async function toWholeConnection(row: ConnectionRow): Promise<WholeConnection> {
  const { accountLabel, requestedScopes, grantedScopes, generation, links, ...rest } = row;
  const { dueAt, expiresAt, refreshedAt, refreshFailingSince, grantExpiresAt, freeDefinition, ...facts } = rest;
  return {
    ...facts,
    ...(freeDefinition === null ? {} : await chosenServer(row, freeDefinition)),
    links: links.map((link) => ({ ...link, healthAt: link.healthAt === null ? null : new Date(link.healthAt) })),
    ...(generation === null || refreshedAt === null
      ? {}
      : {
          grant: {
            accountLabel,
            requestedScopes: requestedScopes ?? [],
            grantedScopes: grantedScopes ?? [],
            generation,
            dueAt,
            expiresAt,
            refreshedAt,
            refreshFailingSince,
            grantExpiresAt,
          },
        }),
  };
}

async function chosenServer(
  { environment, inputDefinitions, givenInputs }: ConnectionFacts,
  given: Definition,
): Promise<Pick<WholeConnection, 'serverSegment'>> {
  const definition = withInputs(given, inputDefinitions);
  if (serverInputs(definition).length === 0) return {};
  const inputs = givenInputs.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]));
  return { serverSegment: (await serverSegment(definition, environment, Object.fromEntries(inputs))) ?? null };
}
