import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@requires", "@external", "@provides", "@cost", "@listSize", "@interfaceObject", "@inaccessible"])\n';

/** Three small subgraphs that use what the executor has to know: entities, @requires, interfaces, unions, lists of lists. */
export const typeDefs: Record<string, string> = {
  auth: `${link}
    type Query { me: User }
    type Mutation { login(input: LoginInput!): SessionPayload!  refreshSession(input: RefreshSessionInput!): SessionPayload! }
    type User @key(fields: "id") { id: ID! email: String! name: String }
    input LoginInput { email: String! password: String! }
    input RefreshSessionInput { refreshToken: String! }
    type Session { accessToken: String! accessTokenExpiresAt: String! refreshToken: String! }
    type UserError { code: String! message: String! }
    type SessionPayload { session: Session user: User userErrors: [UserError!]! }
  `,
  stock: `${link}
    scalar JSON
    type Query {
      item(id: ID!): Item
      items(first: Int = 20, after: String): ItemConnection!
      assets: [Asset!]!
      search(text: String): [Found]
      matrix: [[Item]!]!
      kinds: [Kind!]
      document: JSON
      echo(value: JSON, kind: Kind = SMALL, list: [Int!]): JSON
      failing(code: String): String
      failingItem: Item
      brokenNonNull: Item
      expensive: Item @cost(weight: 500)
      whoAmI: JSON
    }
    type Mutation { renameItem(id: ID!, name: String!): Item!  count: Int! }
    type Subscription {
      itemChanged(count: Int! = 3, after: Int = 0): Item!
      forever: Item!
      refused(code: String!): Item!
    }
    enum Kind { SMALL LARGE }
    interface Asset { id: ID! name: String! }
    type Item implements Asset @key(fields: "id") { id: ID! name: String! kind: Kind weight: Int owner: User! parts: [Item!] note(style: String = "plain"): String tags: [String!]! fragile: Boolean constructor: String padding(size: Int!): String }
    type Box implements Asset @key(fields: "id") { id: ID! name: String! content: [Item] }
    union Found = Item | Box
    type User @key(fields: "id", resolvable: false) { id: ID! }
    type ItemConnection { nodes: [Item!]! edges: [ItemEdge!]! totalCount: Int! }
    type ItemEdge { cursor: String! node: Item! }
  `,
  review: `${link}
    type Query { reviews(first: Int! = 20): [Review!]! topReview: Review }
    type Subscription { reviewAdded: Review! }
    type Review @key(fields: "id") { id: ID! text: String! stars: Int author: User! item: Item }
    type Item @key(fields: "id") { id: ID! weight: Int @external reviews(first: Int = 2): [Review!]! shipping: Int @requires(fields: "weight") secret: String }
    type User @key(fields: "id") { id: ID! reviews: [Review!]! }
  `,
};

/** @param urls GraphQL URL by subgraph */
export function composeFixture(urls: Record<string, string>): string {
  const result = composeServices(Object.entries(typeDefs).map(([name, text]) => ({ name, url: urls[name]!, typeDefs: parse(text) })));
  if (result.errors) throw new Error(result.errors.map((error) => error.message).join('\n'));
  return result.supergraphSdl;
}
