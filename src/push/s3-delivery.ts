/**
 * How the events of a bucket reach the function.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html
 */
export enum S3Delivery {
  /** A notification of S3, set by the function that CDK makes once a stack. Works for any bucket. */
  NOTIFICATION = 'NOTIFICATION',

  /**
   * A notification of S3, set as a property of the bucket, without a helper function.
   *
   * For a bucket of this app that has a name of its own, and that the function does not refer to by its token.
   */
  NATIVE = 'NATIVE',

  /**
   * A rule of EventBridge. The event has another shape, and may be sent to any number of functions.
   *
   * For a bucket in the account and region of the function.
   */
  EVENT_BRIDGE = 'EVENT_BRIDGE',
}
