import { awsAlb } from './models/aws_alb';
import { awsCloudwatchLogGroup } from './models/aws_cloudwatch_log_group';
import { awsDbInstance } from './models/aws_db_instance';
import { awsDynamodbTable } from './models/aws_dynamodb_table';
import { awsEbsSnapshot } from './models/aws_ebs_snapshot';
import { awsEbsVolume } from './models/aws_ebs_volume';
import { awsEfsFileSystem } from './models/aws_efs_file_system';
import { awsEip } from './models/aws_eip';
import { awsEksCluster } from './models/aws_eks_cluster';
import { awsElasticacheCluster } from './models/aws_elasticache_cluster';
import { awsElb } from './models/aws_elb';
import { awsInstance } from './models/aws_instance';
import { awsKmsKey } from './models/aws_kms_key';
import { awsLambdaFunction } from './models/aws_lambda_function';
import { awsLb } from './models/aws_lb';
import { awsNatGateway } from './models/aws_nat_gateway';
import { awsRoute53Zone } from './models/aws_route53_zone';
import { awsS3Bucket } from './models/aws_s3_bucket';
import { awsSecretsmanagerSecret } from './models/aws_secretsmanager_secret';
import { awsSnsTopic } from './models/aws_sns_topic';
import { awsSqsQueue } from './models/aws_sqs_queue';
import { awsVpcEndpoint } from './models/aws_vpc_endpoint';
import { azurermLinuxVirtualMachine } from './models/azurerm_linux_virtual_machine';
import { azurermManagedDisk } from './models/azurerm_managed_disk';
import { azurermNatGateway } from './models/azurerm_nat_gateway';
import { azurermPublicIp } from './models/azurerm_public_ip';
import { azurermPublicIpPrefix } from './models/azurerm_public_ip_prefix';
import { azurermStorageAccount } from './models/azurerm_storage_account';
import { azurermVirtualMachine } from './models/azurerm_virtual_machine';
import { azurermWindowsVirtualMachine } from './models/azurerm_windows_virtual_machine';
import { googleComputeAddress } from './models/google_compute_address';
import { googleComputeDisk } from './models/google_compute_disk';
import { googleComputeGlobalAddress } from './models/google_compute_global_address';
import { googleComputeInstance } from './models/google_compute_instance';
import { googleComputeSnapshot } from './models/google_compute_snapshot';
import { googleContainerCluster } from './models/google_container_cluster';
import { googleContainerNodePool } from './models/google_container_node_pool';
import { googleSqlDatabaseInstance } from './models/google_sql_database_instance';
import { googleStorageBucket } from './models/google_storage_bucket';
import type { PricingModel } from './model';

const models: readonly PricingModel[] = [
  awsAlb,
  awsCloudwatchLogGroup,
  awsDbInstance,
  awsDynamodbTable,
  awsEbsSnapshot,
  awsEbsVolume,
  awsEfsFileSystem,
  awsEip,
  awsEksCluster,
  awsElasticacheCluster,
  awsElb,
  awsInstance,
  awsKmsKey,
  awsLambdaFunction,
  awsLb,
  awsNatGateway,
  awsRoute53Zone,
  awsS3Bucket,
  awsSecretsmanagerSecret,
  awsSnsTopic,
  awsSqsQueue,
  awsVpcEndpoint,
  azurermLinuxVirtualMachine,
  azurermManagedDisk,
  azurermNatGateway,
  azurermPublicIp,
  azurermPublicIpPrefix,
  azurermStorageAccount,
  azurermVirtualMachine,
  azurermWindowsVirtualMachine,
  googleComputeAddress,
  googleComputeDisk,
  googleComputeGlobalAddress,
  googleComputeInstance,
  googleComputeSnapshot,
  googleContainerCluster,
  googleContainerNodePool,
  googleSqlDatabaseInstance,
  googleStorageBucket,
];

const byType: ReadonlyMap<string, PricingModel> = new Map(models.map((model) => [model.type, model]));

/** How a resource type is billed; undefined: no model knows it. */
export const pricingModel = (type: string): PricingModel | undefined => byType.get(type);

/** Resource types with a model, in the order of their names. */
export const modelledTypes = (): readonly string[] => models.map((model) => model.type);
