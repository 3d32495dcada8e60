import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { createClient, type LintelClient } from '#sdk/client';
import type { Account } from './browser';

/** Two resources with an SSH port that is open to everybody. */
export const terraform = `
resource "aws_security_group" "web" {
  name = "web"
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "web" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "m5.large"
  vpc_security_group_ids = [aws_security_group.web.id]
}
`;

export function newAccount(): Account {
  const id = randomUUID().slice(0, 8);
  return { email: `console-${id}@example.com`, password: `Correct-horse-${id}`, organization: `Console ${id}` };
}

/** Signs the account up over the API, for tests whose subject is not the form. */
export async function signUp(url: string): Promise<Account> {
  const account = newAccount();
  const { email, password, organization: organizationName } = account;
  const { userErrors } = await createClient({ url }).signUp({ email, password, organizationName });
  if (userErrors.length) throw new Error(JSON.stringify(userErrors));
  return account;
}

/** A client that acts for the account beside its page. */
export async function clientOf(url: string, account: Account): Promise<LintelClient> {
  const { session } = await createClient({ url }).login({ email: account.email, password: account.password });
  if (!session) throw new Error('the account of the page cannot sign in');
  return createClient({ url, token: session.accessToken, webSocket: WebSocket });
}

export async function organizationOf(client: LintelClient): Promise<string> {
  const me = await client.me();
  const organization = me?.memberships[0]?.organization;
  if (!organization) throw new Error('the account has no organisation');
  return organization.id;
}
