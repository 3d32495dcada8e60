import type { CloudProvider } from '../blueprint/content';
import type { Severity } from '../diagnostic';

/** A requirement of a framework that a rule answers to, e.g. {framework: "cis-5.0", id: "5.3"}; scanners' own ids are frameworks too ("checkov", "trivy"). */
export interface Control {
  framework: string;
  id: string;
}

/** One rule of the built-in library; its folder is domain/policy/library/<provider>/<name>. */
export interface LibraryPolicy {
  /** Stable id, e.g. AWS.S3.BLOCK_PUBLIC_ACCESS. */
  rule: string;
  title: string;
  description: string;
  remediation: string;
  provider: CloudProvider;
  severity: Severity;
  resourceTypes: string[];
  controls: Control[];
  /** Rego package without "data.", e.g. lintel.aws.s3_block_public_access. */
  package: string;
  /** File name of the module as it appears in errors. */
  file: string;
  rego: string;
}

/** What scripts/build-policy-library.ts collects from the folders. */
export interface CollectedLibrary {
  policies: LibraryPolicy[];
  /** Shared modules (package lintel.lib.*) by file name; custom policies may import them, too. */
  shared: Record<string, string>;
}
