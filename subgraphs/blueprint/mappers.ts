import type { OutputSpec, VariableSpec } from '#domain/blueprint/content';
import type { CloudProvider } from '#domain/blueprint/content';
import type { ResourceTypeSchema } from '#domain/catalog/catalog';
import type { Connection } from '#platform/page';
import type { ComponentType } from '#domain/component/component-type';
import type { DesignTemplate } from '#domain/component/template';
import type { RevisionComponent, RevisionResource } from './services/revision';
import type { BlueprintRecord } from './store/blueprint';
import type { ProjectRecord } from './store/project';
import type { RevisionRecord } from './store/revision';

export interface OrganizationMapper {
  id: string;
}
export type ProjectMapper = ProjectRecord;
export type ProjectConnectionMapper = Connection<ProjectRecord>;
export type BlueprintMapper = BlueprintRecord;
export type BlueprintConnectionMapper = Connection<BlueprintRecord>;
export type BlueprintRevisionMapper = RevisionRecord;
export type BlueprintRevisionConnectionMapper = Connection<RevisionRecord>;
/** A resource of a revision; the provider is the blueprint's where the type belongs to no cloud of the catalog. */
export type ResourceMapper = RevisionResource;
export type ResourceConnectionMapper = Connection<ResourceMapper>;
export type ComponentMapper = RevisionComponent;
export type ComponentTypeMapper = ComponentType;
export type BlueprintTemplateMapper = DesignTemplate;
export type BlueprintTemplateConnectionMapper = Connection<DesignTemplate>;
export type BlueprintVariableMapper = VariableSpec;
export type BlueprintOutputMapper = OutputSpec;
export type CloudProviderInfoMapper = { id: CloudProvider };
export type ResourceTypeMapper = ResourceTypeSchema;
export type ResourceTypeConnectionMapper = Connection<ResourceTypeSchema>;
