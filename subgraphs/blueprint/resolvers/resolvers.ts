import { DateTimeScalar, JsonScalar } from '#platform/scalars';
import type { Resolvers } from '../generated/resolvers';
import { Blueprint } from './Blueprint';
import { BlueprintRevision } from './BlueprintRevision';
import { BlueprintTemplate } from './BlueprintTemplate';
import { ComponentType } from './ComponentType';
import { CloudProviderInfo } from './CloudProviderInfo';
import { archiveBlueprint } from './Mutation/archiveBlueprint';
import { createBlueprint } from './Mutation/createBlueprint';
import { createProject } from './Mutation/createProject';
import { draftBlueprint } from './Mutation/draftBlueprint';
import { importBlueprint } from './Mutation/importBlueprint';
import { reviseBlueprint } from './Mutation/reviseBlueprint';
import { Organization } from './Organization';
import { Project } from './Project';
import { blueprint } from './Query/blueprint';
import { blueprintRevision } from './Query/blueprintRevision';
import { blueprintTemplates } from './Query/blueprintTemplates';
import { cloudProviders } from './Query/cloudProviders';
import { componentTypes } from './Query/componentTypes';
import { project } from './Query/project';
import { Resource } from './Resource';
import { ResourceType } from './ResourceType';

export const resolvers: Resolvers = {
  DateTime: DateTimeScalar,
  JSON: JsonScalar,
  Query: { blueprint, blueprintRevision, project, cloudProviders, componentTypes, blueprintTemplates },
  Mutation: { createProject, createBlueprint, reviseBlueprint, importBlueprint, archiveBlueprint, draftBlueprint },
  Organization,
  Project,
  Blueprint,
  BlueprintRevision,
  Resource,
  BlueprintTemplate,
  ComponentType,
  CloudProviderInfo,
  ResourceType,
};
