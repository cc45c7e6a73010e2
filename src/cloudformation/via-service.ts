import { Aws, Token } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';

/** The domain that AWS's pages write, whatever the partition. */
const DOMAIN = 'amazonaws.com';

/**
 * The values of `kms:ViaService` for calls of KMS that come through a service.
 *
 * AWS's pages show `s3.us-west-2.amazonaws.com`, and no page tells which domain a partition has whose endpoints have one of their own, such as
 * China's `amazonaws.com.cn`. There both are written: each can only mean this service in this region.
 *
 * @param service as in its endpoint: `s3`
 * @param region may be a token: then the partition is not known either
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export function viaService(service: string, region: string): string | string[] {
  const own = Token.isUnresolved(region) ? Aws.URL_SUFFIX : RegionInfo.get(region).domainSuffix ?? Aws.URL_SUFFIX;
  const written = `${service}.${region}.${DOMAIN}`;
  return own === DOMAIN ? written : [written, `${service}.${region}.${own}`];
}
