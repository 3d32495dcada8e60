import { Heading } from '../parts/heading';

/** A link that leads nowhere. */
export function NotFoundPage() {
  return (
    <main className="page page-narrow">
      <Heading title="There is nothing here" />
      <p>The link is wrong, or it leads to an organisation you are not a member of.</p>
      <p>
        <a href="#/">Go to your blueprints</a>
      </p>
    </main>
  );
}
