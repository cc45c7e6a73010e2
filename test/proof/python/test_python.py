"""What a user of Python does first: a secure function, its triggers, what it may do, a source of their own, and the proof."""

import json
import tempfile
import unittest
from pathlib import Path

from aws_cdk import App, Environment, Stack, Validations
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from cdk_secure_lambda import (
    BucketAccess,
    InvokePermission,
    Invoker,
    LambdaPermissionChecks,
    PermissionAssertions,
    PermissionReport,
    PullTrigger,
    PushSource,
    PushSourceConfig,
    PushTrigger,
    S3PushSource,
    SecureFunction,
    SqsPullSource,
    TableAccess,
)

ACCOUNT = "111122223333"
BACKUP_PLAN = f"arn:aws:backup:eu-west-1:{ACCOUNT}:backup-plan:nightly"


class BackupPushSource(PushSource):
    """A source that the library does not have, written by a user."""

    def describe(self, target):
        return PushSourceConfig(id="Backup", service_principal="backup.amazonaws.com", source_arns=[BACKUP_PLAN], source_account=ACCOUNT)

    def connect(self, scope, target, permission):
        pass


class Uploads(Stack):
    def __init__(self, scope, construct_id):
        super().__init__(scope, construct_id, env=Environment(account=ACCOUNT, region="eu-west-1"))
        images = s3.Bucket(self, "Images", bucket_name="images")
        metadata = dynamodb.Table(self, "Metadata", table_name="metadata", partition_key=dynamodb.Attribute(name="key", type=dynamodb.AttributeType.STRING))
        self.resize = SecureFunction(
            self, "Resize", runtime=lambda_.Runtime.NODEJS_24_X, handler="index.handler", code=lambda_.Code.from_inline("exports.handler = async () => {};"))
        PushTrigger(self, "OnUpload", target=self.resize, source=S3PushSource(images, prefix="in/", suffix=".jpg"))
        PullTrigger(self, "Retry", target=self.resize, source=SqsPullSource(sqs.Queue(self, "Retries")))
        self.resize.add_event_source(BackupPushSource())
        self.resize.allow(BucketAccess(images, actions=["GetObject"], prefix="in/"), TableAccess.writes(metadata))
        InvokePermission(self, "Partner", target=self.resize, invoker=Invoker.account("444455556666"))


class PythonTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory()
        app = App(analytics_reporting=False)
        stack = Uploads(app, "Uploads")
        Validations.of(app).add_plugins(LambdaPermissionChecks(), PermissionReport(directory=cls.directory.name))
        cls.access = PermissionAssertions.from_stack(stack).for_function(stack.resize)
        app.synth()

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def test_invokers_are_those_that_were_named(self):
        self.access.allows_invoke(service="s3.amazonaws.com", source_arn="arn:aws:s3:::images", source_account=ACCOUNT)
        self.access.allows_invoke(service="backup.amazonaws.com", source_arn=BACKUP_PLAN, source_account=ACCOUNT)
        self.access.denies_invoke(service="s3.amazonaws.com", source_arn="arn:aws:s3:::images", source_account="999999999999")
        self.access.denies_invoke(service="backup.amazonaws.com", source_arn=f"{BACKUP_PLAN}2", source_account=ACCOUNT)

    def test_role_may_do_what_was_allowed(self):
        table = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/metadata"
        self.access.allows("s3:GetObject", "arn:aws:s3:::images/in/a.jpg", resource_account=ACCOUNT)
        self.access.allows("dynamodb:PutItem", table)
        self.access.denies("s3:GetObject", "arn:aws:s3:::images/out/a.jpg", resource_account=ACCOUNT)
        self.access.denies("dynamodb:DeleteTable", table)

    def test_failing_assertion_is_an_exception_that_explains(self):
        with self.assertRaisesRegex(RuntimeError, "dynamodb:PutItem"):
            self.access.denies("dynamodb:PutItem", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/metadata")

    def test_bad_input_is_refused_in_one_sentence(self):
        with self.assertRaisesRegex(RuntimeError, "did you mean 'GetObject'"):
            stack = Stack()
            BucketAccess(s3.Bucket(stack, "Bucket"), actions=["GetObjct"]).describe(SecureFunction(
                stack, "Fn", runtime=lambda_.Runtime.NODEJS_24_X, handler="index.handler", code=lambda_.Code.from_inline("x")))

    def test_report_is_written(self):
        report = json.loads(Path(self.directory.name, "permissions.json").read_text(encoding="utf-8"))
        self.assertEqual([function["constructPath"] for function in report["functions"]][-1:], ["Uploads/Resize/Resource"])


if __name__ == "__main__":
    unittest.main()
