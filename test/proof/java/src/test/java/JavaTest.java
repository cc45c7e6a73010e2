import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.cdksecurelambda.BucketAccess;
import io.github.cdksecurelambda.BucketAccessOptions;
import io.github.cdksecurelambda.FunctionAssertions;
import io.github.cdksecurelambda.InvokeCaller;
import io.github.cdksecurelambda.LambdaPermissionChecks;
import io.github.cdksecurelambda.PermissionAssertions;
import io.github.cdksecurelambda.PushSource;
import io.github.cdksecurelambda.PushSourceConfig;
import io.github.cdksecurelambda.PushTrigger;
import io.github.cdksecurelambda.RequestOptions;
import io.github.cdksecurelambda.S3PushSource;
import io.github.cdksecurelambda.S3PushSourceOptions;
import io.github.cdksecurelambda.SecureFunction;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.Construct;
import software.constructs.IDependable;

/** What a user of Java does first: a secure function, its triggers, what it may do, a source of their own, and the proof. */
class JavaTest {
  private static final String ACCOUNT = "111122223333";
  private static final String PLAN = "arn:aws:backup:eu-west-1:" + ACCOUNT + ":backup-plan:nightly";

  /** A source that the library does not have, written by a user. */
  static class BackupPushSource extends PushSource {
    @Override
    public PushSourceConfig describe(IFunction target) {
      return PushSourceConfig.builder().id("Backup").servicePrincipal("backup.amazonaws.com").sourceArns(List.of(PLAN)).sourceAccount(ACCOUNT).build();
    }

    @Override
    public void connect(Construct scope, IFunction target, IDependable permission) {
    }
  }

  @Test
  void functionIsInvokedByThoseWhoWereNamedAndDoesWhatWasAllowed() {
    App app = new App();
    Stack stack = new Stack(app, "Uploads", StackProps.builder().env(Environment.builder().account(ACCOUNT).region("eu-west-1").build()).build());
    Bucket images = Bucket.Builder.create(stack, "Images").bucketName("images").build();
    SecureFunction resize = SecureFunction.Builder.create(stack, "Resize")
        .runtime(Runtime.NODEJS_24_X).handler("index.handler").code(Code.fromInline("exports.handler = async () => {};")).build();
    PushTrigger.Builder.create(stack, "OnUpload").target(resize).source(new S3PushSource(images, S3PushSourceOptions.builder().prefix("in/").build())).build();
    resize.addEventSource(new BackupPushSource());
    resize.allow(new BucketAccess(images, BucketAccessOptions.builder().actions(List.of("GetObject")).prefix("in/").build()));
    Validations.of(app).addPlugins(new LambdaPermissionChecks());

    FunctionAssertions access = PermissionAssertions.fromStack(stack).forFunction(resize);

    access.allowsInvoke(InvokeCaller.builder().service("s3.amazonaws.com").sourceArn("arn:aws:s3:::images").sourceAccount(ACCOUNT).build());
    access.deniesInvoke(InvokeCaller.builder().service("s3.amazonaws.com").sourceArn("arn:aws:s3:::images").sourceAccount("999999999999").build());
    access.allowsInvoke(InvokeCaller.builder().service("backup.amazonaws.com").sourceArn(PLAN).sourceAccount(ACCOUNT).build());
    RequestOptions own = RequestOptions.builder().resourceAccount(ACCOUNT).build();
    access.allows("s3:GetObject", "arn:aws:s3:::images/in/a.jpg", own);
    access.denies("s3:GetObject", "arn:aws:s3:::images/out/a.jpg", own);
    Exception failure = assertThrows(RuntimeException.class, () -> access.denies("s3:GetObject", "arn:aws:s3:::images/in/a.jpg", own));
    assertTrue(failure.getMessage().contains("s3:GetObject"), failure.getMessage());
    app.synth();
  }
}
