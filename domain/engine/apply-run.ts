import type { Catalog } from '../catalog/catalog';
import type { DesignBlock, DesignEvaluation } from '../blueprint/evaluate-blocks';
import type { Instance } from '../blueprint/evaluate-instances';
import type { ValueObject } from '../hcl/functions/conversion';
import { valueOfJson } from '../hcl/functions/encoding';
import { UNKNOWN, type Value } from '../hcl/value';
import type { JsonObject } from '../json';
import { applyEvent, type ApplyEvent } from './apply-events';
import { CloudError, type CloudApi } from './cloud';
import { completeObject, withPriorForUnknown } from './desired-object';
import { changeName } from './destroy-order';
import { lifecycleOf, withIgnoredChanges } from './lifecycle';
import type { Plan } from './plan';
import type { ResourceChange } from './plan-json';
import { providerContexts, providerReference, type ProviderContext } from './provider-context';
import { sensitiveMask } from './sensitive';
import { cloudIdOf, simulateObject } from './simulated-values';
import { stateObjects, type StateObject } from './state-objects';
import { jsonOfKnown } from './values';

export interface ApplyInput {
  plan: Plan;
  catalog: Catalog;
  cloud: CloudApi;
  onEvent?: (event: ApplyEvent) => void;
  /** Stops between two resources; what is done stays done and is in the state. */
  signal?: AbortSignal;
}

export interface ApplyFailure {
  address: string;
  code: 'ALREADY_EXISTS' | 'NOT_FOUND' | 'REFUSED' | 'CLOUD_UNAVAILABLE';
  /** For people: never the text of an unexpected error. */
  message: string;
  /** For the log. */
  cause: unknown;
}

/** The moving parts of one apply: what exists by now, what failed, what was left alone. */
export class ApplyRun {
  /** The state as it stands, by objectName. */
  readonly objects: Map<string, StateObject>;
  readonly failures: ApplyFailure[] = [];
  readonly skipped: string[] = [];
  readonly counts = { added: 0, changed: 0, destroyed: 0 };
  private readonly values = new Map<string, Value>();
  private readonly changes: Map<string, ResourceChange>;
  /** Block addresses with an instance that failed or was left alone. */
  private readonly broken = new Set<string>();
  private readonly undestroyed = new Set<string>();

  constructor(private readonly input: ApplyInput) {
    this.objects = stateObjects(input.plan.refreshed);
    this.changes = new Map(
      input.plan.json.resource_changes.filter(({ deposed }) => deposed === undefined).map((change) => [change.address, change]),
    );
    for (const object of this.objects.values())
      if (object.deposed === undefined) this.values.set(object.address, valueOfJson(object.attributes));
  }

  get isAborted(): boolean {
    return this.input.signal?.aborted === true;
  }

  /** What references to an instance see. */
  valueOf(address: string): Value | undefined {
    return this.values.get(address);
  }

  async destroy(change: ResourceChange): Promise<void> {
    const name = changeName(change);
    const object = this.objects.get(name);
    if (!object) return;
    if (this.isAborted || this.undestroyed.has(object.blockAddress)) {
      this.skipped.push(name);
      object.dependencies.forEach((block) => this.undestroyed.add(block));
      if (change.change.actions.length === 2) this.broken.add(object.blockAddress);
      return;
    }
    const done = await this.attempt('delete', object, () =>
      this.input.cloud.delete(object.type, cloudIdOf(object.address, object.attributes)),
    );
    if (done) {
      this.objects.delete(name);
      this.values.delete(object.address);
      this.counts.destroyed += 1;
      return;
    }
    object.dependencies.forEach((block) => this.undestroyed.add(block));
    if (change.change.actions.length === 2) this.broken.add(object.blockAddress);
  }

  /** Sets aside the objects that are destroyed only behind the creation of their successors. */
  depose(changes: readonly ResourceChange[]): void {
    for (const { address } of changes) {
      const object = this.objects.get(address);
      if (!object) continue;
      this.objects.delete(address);
      this.old.set(address, object);
    }
  }

  private readonly old = new Map<string, StateObject>();

  async destroyDeposed({ address }: ResourceChange): Promise<void> {
    const object = this.old.get(address);
    if (!object) return;
    // Without a successor the old object stays what the address means.
    if (!this.objects.has(address)) {
      this.objects.set(address, object);
      return;
    }
    const done =
      !this.isAborted &&
      (await this.attempt('delete', object, () => this.input.cloud.delete(object.type, cloudIdOf(address, object.attributes))));
    if (done) {
      this.counts.destroyed += 1;
      return;
    }
    const deposed = { ...object, deposed: '00000001' };
    this.objects.set(`${address} (deposed ${deposed.deposed})`, deposed);
  }

  /** Creates, updates and reads in dependency order. */
  async build(evaluation: DesignEvaluation): Promise<void> {
    const contextOf = providerContexts(this.input.plan.content, evaluation);
    for (const node of evaluation.nodes) {
      const block = evaluation.blockAt(node);
      if (!block) {
        evaluation.settle(node);
        continue;
      }
      const dependencies = evaluation.dependenciesOf(block.address).filter((address) => evaluation.blockAt(address));
      const isBlocked = this.broken.has(block.address) || dependencies.some((address) => this.broken.has(address));
      for (const instance of evaluation.repetitionOf(block).instances)
        await this.buildInstance(evaluation, block, instance, contextOf(block.spec), dependencies, isBlocked);
    }
  }

  private async buildInstance(
    evaluation: DesignEvaluation,
    block: DesignBlock,
    instance: Instance,
    context: ProviderContext,
    dependencies: string[],
    isBlocked: boolean,
  ): Promise<void> {
    const change = this.changes.get(instance.address);
    const current = this.objects.get(instance.address);
    const action =
      block.mode === 'data' ? 'read' : (change?.change.actions.find((name) => name === 'create' || name === 'update') ?? 'no-op');
    if (action === 'no-op') {
      if (current) this.objects.set(instance.address, { ...current, dependencies });
      return;
    }
    if (isBlocked || this.isAborted) {
      this.skipped.push(instance.address);
      this.broken.add(block.address);
      this.values.set(instance.address, current && action === 'update' ? valueOfJson(current.attributes) : UNKNOWN);
      return;
    }
    const object = this.desired(evaluation, block, instance, context, dependencies, action === 'update' ? current : undefined);
    const done = await this.attempt(action, object, () => this.send(action, object));
    if (!done) {
      this.broken.add(block.address);
      if (!current) this.values.set(instance.address, UNKNOWN);
      return;
    }
    this.objects.set(instance.address, object);
    this.values.set(instance.address, valueOfJson(object.attributes));
    this.count(action);
  }

  private count(action: 'create' | 'update' | 'read'): void {
    if (action === 'update') this.counts.changed += 1;
    if (action === 'create') this.counts.added += 1;
  }

  private send(action: 'create' | 'update' | 'read', object: StateObject): Promise<void> | void {
    const id = cloudIdOf(object.address, object.attributes);
    if (action === 'create') return this.input.cloud.create(object.type, id, object.attributes);
    if (action === 'update') return this.input.cloud.update(object.type, id, object.attributes);
  }

  private desired(
    evaluation: DesignEvaluation,
    block: DesignBlock,
    instance: Instance,
    context: ProviderContext,
    dependencies: string[],
    current: StateObject | undefined,
  ): StateObject {
    const { catalog, plan } = this.input;
    const { address } = instance;
    const { type, name } = block.spec;
    const schema = evaluation.schemaOf(block);
    const prior = current ? (valueOfJson(current.attributes) as ValueObject) : null;
    const { values } = evaluation.attributesOf(block, instance);
    const configured = prior
      ? withIgnoredChanges(withPriorForUnknown(values, prior) as ValueObject, prior, lifecycleOf(block.spec).ignoreChanges)
      : values;
    const seed = block.mode === 'data' ? 'data' : `${plan.refreshed.lineage} ${plan.refreshed.serial}`;
    const settled = simulateObject(completeObject({ schema, defaultTags: context.defaultTags }, configured, prior), schema?.block, {
      type,
      address,
      region: context.region,
      seed,
    });
    const marks = sensitiveMask(settled, schema?.block, this.markedNames(address));
    return {
      address,
      blockAddress: block.address,
      mode: block.mode,
      type,
      name,
      key: instance.key,
      provider: providerReference(block.spec, catalog),
      schemaVersion: schema?.version ?? 0,
      attributes: jsonOfKnown(settled) as JsonObject,
      sensitive: Object.keys(marks),
      dependencies,
    };
  }

  private markedNames(address: string): ReadonlySet<string> {
    const mask = this.changes.get(address)?.change.after_sensitive;
    return new Set(
      mask !== null && typeof mask === 'object' ? Object.entries(mask).flatMap(([name, mark]) => (mark === true ? [name] : [])) : [],
    );
  }

  /** Runs one call of the cloud between its events; false: it failed, and that is recorded. */
  private async attempt(
    action: 'create' | 'update' | 'delete' | 'read',
    object: StateObject,
    call: () => Promise<void> | void,
  ): Promise<boolean> {
    const { onEvent } = this.input;
    const id = typeof object.attributes.id === 'string' ? object.attributes.id : undefined;
    onEvent?.(applyEvent('apply_start', action, object, action === 'create' ? undefined : id));
    try {
      await call();
    } catch (error) {
      const isExpected = error instanceof CloudError;
      this.failures.push({
        address: object.address,
        code: isExpected ? error.code : 'CLOUD_UNAVAILABLE',
        message: isExpected ? error.message : 'The cloud did not answer as expected.',
        cause: error,
      });
      onEvent?.(applyEvent('apply_errored', action, object, id));
      return false;
    }
    onEvent?.(applyEvent('apply_complete', action, object, id));
    return true;
  }
}
