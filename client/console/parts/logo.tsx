/** A lintel on its two posts. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 24 24" aria-hidden="true">
      <rect className="logo-ground" width="24" height="24" rx="6" />
      <path className="logo-stone" d="M4 6h16v4H4zM6 11.5h3V19H6zM15 11.5h3V19h-3z" />
    </svg>
  );
}
