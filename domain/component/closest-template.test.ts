import { describe, expect, it } from '@jest/globals';
import { closestTemplate } from './closest-template';

describe('the closest template', () => {
  it.each([
    ['A web shop with a load balancer, some virtual machines and a PostgreSQL database', 'three-tier-web-app'],
    ['I need a REST API with Lambda and DynamoDB', 'serverless-api'],
    ['host my React single-page app on a CDN', 'static-site-with-cdn'],
    ['static website with https', 'static-site-with-cdn'],
    ['EKS cluster', 'kubernetes-platform-aws'],
    ['managed Kubernetes on Azure for our microservices', 'kubernetes-platform-azure'],
    ['gke', 'kubernetes-platform-gcp'],
    ['a data lake that I can query with Athena', 'data-lake'],
    ['events fan out from a topic to several queues', 'event-driven-pipeline'],
    ['nightly batch jobs that render videos from a queue', 'batch-processing'],
    ['an internal container API with a cache', 'internal-api-on-containers'],
    ['BigQuery warehouse for dashboards', 'analytics-warehouse-feed'],
    ['IoT sensor readings in real time', 'telemetry-ingestion'],
    ['WordPress blog', 'content-management-site'],
    ['one small linux vm for testing', 'single-server'],
    ['hub and spoke network', 'landing-zone-network'],
    ['CloudTrail, GuardDuty and the CIS rules for an account', 'security-baseline'],
    ['kuberntes platfrom on gcp', 'kubernetes-platform-gcp'],
  ])('to "%s" is %s', (prompt, slug) => {
    expect(closestTemplate(prompt).template.slug).toBe(slug);
  });

  it('is switched to the cloud that is wanted when it is portable', () => {
    const { template, explanation } = closestTemplate('three-tier web application', { provider: 'GCP' });
    expect([template.slug, template.provider, template.content.provider]).toEqual(['three-tier-web-app', 'GCP', 'GCP']);
    expect(explanation).toContain('switched from AWS to Google Cloud');
  });

  it('is another one when the closest is native to another cloud, and says so', () => {
    const { template, explanation } = closestTemplate('security baseline of an account', { provider: 'AZURE' });
    expect(template.provider).toBe('AZURE');
    expect(explanation).toContain('"Security baseline of an account" would come closer but is written for AWS');
  });

  it('is on the cloud that the sentence names, unless another is asked for', () => {
    expect(closestTemplate('batch processing on Azure').template.provider).toBe('AZURE');
    expect(closestTemplate('batch processing on Azure', { provider: 'GCP' }).template.provider).toBe('GCP');
    expect(closestTemplate('batch processing on Azure or AWS').template.provider).toBe('AWS');
  });

  it.each(['', '   ', 'xyzzy', 'the of and', '日本語', '__proto__ constructor toString', 'x'.repeat(1_000_000)])(
    'is the first one when nothing fits: %.20j',
    (prompt) => {
      const { template, explanation } = closestTemplate(prompt);
      expect(template.slug).toBe('three-tier-web-app');
      expect(explanation).toContain('No template has any word of this');
    },
  );
});
