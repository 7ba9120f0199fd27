"""Sixteen clients at once on each writing operation that the sandbox's layers serve. Prints, by row, what was lost.

`--operations` prints only the operations of each row, `--organization` tries those that only the management account may call.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

CLIENTS = 16
ACCOUNTS = [str(600000000000 + i) for i in range(CLIENTS)]
NUMBERS = list(range(CLIENTS))
POOL = ThreadPoolExecutor(CLIENTS)
CRON = "cron(0 2 ? * SUN *)"
ROWS = []


def row(*operations, by_management=False):
    def add(check):
        ROWS.append((operations, check, by_management))
        return check

    return add


def all_at_once(call, items=NUMBERS):
    return [future.result() for future in [POOL.submit(call, item) for item in items]]


def outcomes(call, items=NUMBERS):
    """For each item: None, or the error that it failed with."""

    def one(item):
        try:
            call(item)
        except Exception as error:
            return error

    return all_at_once(one, items)


def expect(found, expected):
    if found != expected:
        raise AssertionError(f"expected {expected}, found {found}")


def wait_for(client, waiter, **what):
    client.get_waiter(waiter).wait(**what, WaiterConfig={"Delay": 1})


class World:
    def __init__(self):
        import boto3
        from botocore.config import Config

        config = Config(max_pool_connections=CLIENTS, retries={"total_max_attempts": 1}, parameter_validation=False)
        for name in ("ec2", "iam", "s3", "ssm", "kms", "cloudformation", "sts", "organizations"):
            setattr(self, name, boto3.client(name, config=config))
        self.account = self.sts.get_caller_identity()["Account"]
        self.partner = ACCOUNTS[0]

    def policy(self, number=0):
        statement = {"Effect": "Allow", "Action": f"s3:Get{number}", "Resource": "*"}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def trust(self, *principals):
        statement = {"Effect": "Allow", "Principal": {"AWS": list(principals)}, "Action": "sts:AssumeRole"}
        return json.dumps({"Version": "2012-10-17", "Statement": [statement]})

    def role(self, name, *principals):
        document = self.trust(*(principals or [self.account]))
        return self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]

    def trusted(self, name):
        document = self.iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        return document["Statement"][0]["Principal"]["AWS"]

    def snapshot(self):
        volume = self.ec2.create_volume(AvailabilityZone="ap-northeast-1a", Size=1)["VolumeId"]
        snapshot = self.ec2.create_snapshot(VolumeId=volume)["SnapshotId"]
        wait_for(self.ec2, "snapshot_completed", SnapshotIds=[snapshot])
        return snapshot

    def image(self, name):
        return self.ec2.register_image(Name=name)["ImageId"]

    def permissions(self, image):
        answer = self.ec2.describe_image_attribute(ImageId=image, Attribute="launchPermission")
        return sorted(one["UserId"] for one in answer["LaunchPermissions"])

    def document(self, name, text="0"):
        content = {"schemaVersion": "2.2", "mainSteps": [self.step(text)]}
        self.ssm.create_document(Name=name, DocumentType="Command", Content=json.dumps(content))
        return content

    def step(self, text):
        return {"name": "a", "action": "aws:runShellScript", "inputs": {"runCommand": [f"echo {text}"]}}

    def runbook(self, name, *steps):
        content = {"schemaVersion": "0.3", "mainSteps": list(steps)}
        self.ssm.create_document(Name=name, DocumentType="Automation", Content=json.dumps(content))

    def association(self, name):
        target = [{"Key": "InstanceIds", "Values": ["i-0123456789abcdef0"]}]
        created = self.ssm.create_association(Name=name, Targets=target, ApplyOnlyAtCronInterval=True, ScheduleExpression=CRON)
        return created["AssociationDescription"]["AssociationId"]


# Images and snapshots


@row("RegisterImage", "DeregisterImage")
def images(w):
    ids = all_at_once(lambda i: w.image(f"registered {i}"))
    expect(len(set(ids)), CLIENTS)
    all_at_once(lambda id: w.ec2.deregister_image(ImageId=id), ids)
    expect(w.ec2.describe_images(Owners=["self"], Filters=[{"Name": "name", "Values": ["registered*"]}])["Images"], [])
    errors = outcomes(lambda i: w.image("one name"))
    expect(errors.count(None), 1)


@row("RunInstances", "CreateImage", "CopyImage")
def made_images(w):
    al2023 = w.ec2.describe_images(Filters=[{"Name": "architecture", "Values": ["arm64"]}])["Images"][0]["ImageId"]
    run = lambda i: w.ec2.run_instances(ImageId=al2023, InstanceType="t4g.nano", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    instances = all_at_once(run)
    expect(len(set(instances)), CLIENTS)
    images = all_at_once(lambda i: w.ec2.create_image(InstanceId=instances[0], Name=f"made {i}")["ImageId"])
    wait_for(w.ec2, "image_available", ImageIds=images)
    copies = all_at_once(lambda i: w.ec2.copy_image(SourceImageId=images[i], SourceRegion="ap-northeast-1", Name=f"copied {i}")["ImageId"])
    found = w.ec2.describe_images(Owners=["self"], ImageIds=images + copies)["Images"]
    expect(len(found), 2 * CLIENTS)


@row("ModifyImageAttribute", "ResetImageAttribute")
def launch_permissions(w):
    image = w.image("shared")
    add = lambda id: w.ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Add": [{"UserId": id}]})
    all_at_once(add, ACCOUNTS)
    expect(w.permissions(image), ACCOUNTS)
    remove = lambda id: w.ec2.modify_image_attribute(ImageId=image, LaunchPermission={"Remove": [{"UserId": id}]})
    all_at_once(remove, ACCOUNTS)
    expect(w.permissions(image), [])
    all_at_once(add, ACCOUNTS)
    all_at_once(lambda _: w.ec2.reset_image_attribute(ImageId=image, Attribute="launchPermission"))
    expect(w.permissions(image), [])
    outcomes(lambda i: w.ec2.deregister_image(ImageId=image) if i == 7 else add(ACCOUNTS[i]))
    expect(w.ec2.describe_images(Owners=["self"], Filters=[{"Name": "name", "Values": ["shared"]}])["Images"], [])


@row("EnableImageBlockPublicAccess", "DisableImageBlockPublicAccess")
def public_access(w):
    all_at_once(lambda _: w.ec2.disable_image_block_public_access())
    expect(w.ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"], "unblocked")
    all_at_once(lambda _: w.ec2.enable_image_block_public_access(ImageBlockPublicAccessState="block-new-sharing"))
    expect(w.ec2.get_image_block_public_access_state()["ImageBlockPublicAccessState"], "block-new-sharing")


@row("CreateVolume", "CreateSnapshot", "CreateSnapshots", "CopySnapshot", "DeleteSnapshot")
def snapshots(w):
    ids = all_at_once(lambda _: w.snapshot())
    copy = lambda id: w.ec2.copy_snapshot(SourceSnapshotId=id, SourceRegion="ap-northeast-1")["SnapshotId"]
    ids += all_at_once(copy, ids)
    al2023 = w.ec2.describe_images(Filters=[{"Name": "architecture", "Values": ["arm64"]}])["Images"][0]["ImageId"]
    instance = w.ec2.run_instances(ImageId=al2023, InstanceType="t4g.nano", MinCount=1, MaxCount=1)["Instances"][0]["InstanceId"]
    of_instance = lambda _: w.ec2.create_snapshots(InstanceSpecification={"InstanceId": instance})["Snapshots"][0]["SnapshotId"]
    ids += all_at_once(of_instance)
    expect(len(w.ec2.describe_snapshots(SnapshotIds=ids)["Snapshots"]), 3 * CLIENTS)
    all_at_once(lambda id: w.ec2.delete_snapshot(SnapshotId=id), ids)
    left = {one["SnapshotId"] for one in w.ec2.describe_snapshots(OwnerIds=["self"])["Snapshots"]}
    expect(left & set(ids), set())


@row("ModifySnapshotAttribute")
def volume_permissions(w):
    id = w.snapshot()
    change = lambda word, account: w.ec2.modify_snapshot_attribute(SnapshotId=id, CreateVolumePermission={word: [{"UserId": account}]})
    read = lambda: w.ec2.describe_snapshot_attribute(SnapshotId=id, Attribute="createVolumePermission")
    all_at_once(lambda account: change("Add", account), ACCOUNTS)
    expect(sorted(one["UserId"] for one in read()["CreateVolumePermissions"]), ACCOUNTS)
    all_at_once(lambda account: change("Remove", account), ACCOUNTS)
    expect(read()["CreateVolumePermissions"], [])


@row("CreateTags", "DeleteTags")
def tags(w):
    image = w.image("tagged")
    read = lambda: sorted(tag["Key"] for tag in w.ec2.describe_images(ImageIds=[image])["Images"][0].get("Tags", []))
    all_at_once(lambda id: w.ec2.create_tags(Resources=[image], Tags=[{"Key": id, "Value": "x"}]), ACCOUNTS)
    expect(read(), ACCOUNTS)
    all_at_once(lambda id: w.ec2.delete_tags(Resources=[image], Tags=[{"Key": id}]), ACCOUNTS)
    expect(read(), [])


@row("ModifyVpcEndpoint")
def endpoints(w):
    vpc = w.ec2.create_vpc(CidrBlock="10.7.0.0/16")["Vpc"]["VpcId"]
    endpoint = w.ec2.create_vpc_endpoint(VpcId=vpc, ServiceName="com.amazonaws.ap-northeast-1.ssm", VpcEndpointType="Interface")["VpcEndpoint"]
    private = str(endpoint.get("PrivateDnsEnabled", False)) == "True"
    all_at_once(lambda _: w.ec2.modify_vpc_endpoint(VpcEndpointId=endpoint["VpcEndpointId"], PrivateDnsEnabled=private))


# Users, roles and their policies


@row("CreateRole", "DeleteRole", "UpdateRole")
def roles(w):
    all_at_once(lambda i: w.role(f"role-{i}"))
    all_at_once(lambda i: w.iam.update_role(RoleName=f"role-{i}", MaxSessionDuration=3600 + i))
    expect([w.iam.get_role(RoleName=f"role-{i}")["Role"]["MaxSessionDuration"] - 3600 for i in NUMBERS], NUMBERS)
    all_at_once(lambda i: w.iam.delete_role(RoleName=f"role-{i}"))
    left = [r["RoleName"] for r in w.iam.list_roles()["Roles"] if r["RoleName"].startswith("role-")]
    expect(left, [])


@row("UpdateAssumeRolePolicy", "DeleteUser", "CreateUser", "UpdateUser")
def trust(w):
    """Deleted users are shown by their ids, whatever else changes the same trust policy at the same time."""
    users = all_at_once(lambda i: w.iam.create_user(UserName=f"trusted-{i}")["User"])
    w.role("trusting", *(user["Arn"] for user in users))
    all_at_once(lambda user: w.iam.delete_user(UserName=user["UserName"]), users)
    expect(sorted(w.trusted("trusting")), sorted(user["UserId"] for user in users))
    all_at_once(lambda i: w.iam.create_user(UserName=f"renamed-{i}"))
    all_at_once(lambda i: w.iam.update_user(UserName=f"renamed-{i}", NewUserName=f"new-{i}"))
    found = {user["UserName"] for user in w.iam.list_users()["Users"]}
    expect({f"new-{i}" for i in NUMBERS} - found, set())
    kept = w.iam.get_user(UserName="new-0")["User"]
    errors = outcomes(
        lambda i: w.iam.delete_user(UserName="new-0")
        if i == 3
        else w.iam.update_assume_role_policy(RoleName="trusting", PolicyDocument=w.trust(kept["Arn"], w.account))
    )
    expect(errors[3], None)
    if kept["Arn"] in w.trusted("trusting"):
        raise AssertionError("the policy still names a user that was deleted")


@row("PutUserPermissionsBoundary", "DeleteUserPermissionsBoundary")
def boundaries(w):
    boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    read = lambda i: w.iam.get_user(UserName=f"bounded-{i}")["User"].get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
    all_at_once(lambda i: w.iam.create_user(UserName=f"bounded-{i}"))
    all_at_once(lambda i: w.iam.put_user_permissions_boundary(UserName=f"bounded-{i}", PermissionsBoundary=boundary))
    expect([read(i) for i in (0, 7, 15)], [boundary] * 3)
    all_at_once(lambda i: w.iam.delete_user_permissions_boundary(UserName=f"bounded-{i}"))
    expect([read(i) for i in (0, 7, 15)], [None] * 3)


@row("CreateAccessKey", "UpdateAccessKey", "DeleteAccessKey")
def access_keys(w):
    all_at_once(lambda i: w.iam.create_user(UserName=f"keys-{i}"))
    keys = all_at_once(lambda i: w.iam.create_access_key(UserName=f"keys-{i}")["AccessKey"]["AccessKeyId"])
    all_at_once(lambda i: w.iam.update_access_key(UserName=f"keys-{i}", AccessKeyId=keys[i], Status="Inactive"))
    read = lambda i: [key["Status"] for key in w.iam.list_access_keys(UserName=f"keys-{i}")["AccessKeyMetadata"]]
    expect([read(i) for i in NUMBERS], [["Inactive"]] * CLIENTS)
    all_at_once(lambda i: w.iam.delete_access_key(UserName=f"keys-{i}", AccessKeyId=keys[i]))
    expect([read(i) for i in NUMBERS], [[]] * CLIENTS)


@row("CreatePolicy", "CreatePolicyVersion", "AttachRolePolicy", "AttachUserPolicy", "AttachGroupPolicy")
def attached(w):
    """Ten policies may be attached, whoever comes first."""
    arns = all_at_once(lambda i: w.iam.create_policy(PolicyName=f"policy-{i}", PolicyDocument=w.policy())["Policy"]["Arn"])
    versions = outcomes(lambda i: w.iam.create_policy_version(PolicyArn=arns[0], PolicyDocument=w.policy(i)))
    expect(versions.count(None), len(w.iam.list_policy_versions(PolicyArn=arns[0])["Versions"]) - 1)
    w.role("attached")
    w.iam.create_user(UserName="attached")
    w.iam.create_group(GroupName="attached")
    for kind, attach, read in (
        ("Role", w.iam.attach_role_policy, w.iam.list_attached_role_policies),
        ("User", w.iam.attach_user_policy, w.iam.list_attached_user_policies),
        ("Group", w.iam.attach_group_policy, w.iam.list_attached_group_policies),
    ):
        errors = outcomes(lambda arn: attach(**{f"{kind}Name": "attached", "PolicyArn": arn}), arns)
        expect((errors.count(None), len(read(**{f"{kind}Name": "attached"})["AttachedPolicies"])), (10, 10))


@row("PutRolePolicy", "PutUserPolicy", "PutGroupPolicy")
def inline(w):
    """All that fit are kept."""
    w.role("inline")
    w.iam.create_user(UserName="inline")
    w.iam.create_group(GroupName="inline")
    put = {"Role": w.iam.put_role_policy, "User": w.iam.put_user_policy, "Group": w.iam.put_group_policy}
    kinds = [list(put)[i % 3] for i in NUMBERS]
    all_at_once(lambda i: put[kinds[i]](**{f"{kinds[i]}Name": "inline"}, PolicyName=f"policy-{i}", PolicyDocument=w.policy(i)))
    kept = (
        w.iam.list_role_policies(RoleName="inline")["PolicyNames"]
        + w.iam.list_user_policies(UserName="inline")["PolicyNames"]
        + w.iam.list_group_policies(GroupName="inline")["PolicyNames"]
    )
    expect(len(kept), CLIENTS)


# Buckets, keys and stacks


@row("CreateBucket", "DeleteBucket", "PutBucketPolicy", "DeleteBucketPolicy")
def buckets(w):
    place = {"LocationConstraint": "ap-northeast-1"}
    all_at_once(lambda i: w.s3.create_bucket(Bucket=f"concurrent-{i}", CreateBucketConfiguration=place))
    policy = lambda i: json.dumps({"Version": "2012-10-17", "Id": str(i), "Statement": []})
    all_at_once(lambda i: w.s3.put_bucket_policy(Bucket=f"concurrent-{i}", Policy=policy(i)))
    expect([w.s3.get_bucket_policy(Bucket=f"concurrent-{i}")["Policy"] for i in NUMBERS], [policy(i) for i in NUMBERS])
    all_at_once(lambda i: w.s3.delete_bucket_policy(Bucket=f"concurrent-{i}"))
    all_at_once(lambda i: w.s3.delete_bucket(Bucket=f"concurrent-{i}"))
    left = [one["Name"] for one in w.s3.list_buckets()["Buckets"] if one["Name"].startswith("concurrent-")]
    expect(left, [])


@row("CreateKey")
def keys(w):
    ids = all_at_once(lambda _: w.kms.create_key()["KeyMetadata"]["KeyId"])
    expect(set(ids) - {key["KeyId"] for key in w.kms.list_keys(Limit=1000)["Keys"]}, set())


@row("CreateStack", "UpdateStack", "CreateChangeSet", "ExecuteChangeSet", "DeleteStack")
def stacks(w):
    template = lambda i: json.dumps({"Resources": {f"Topic{i}": {"Type": "AWS::SNS::Topic"}}})
    name = lambda i: f"concurrent-{i}"
    call = w.cloudformation
    resources = lambda i: [one["LogicalResourceId"] for one in call.describe_stack_resources(StackName=name(i))["StackResources"]]
    all_at_once(lambda i: call.create_stack(StackName=name(i), TemplateBody=template(i)))
    expect([resources(i) for i in NUMBERS], [[f"Topic{i}"] for i in NUMBERS])
    all_at_once(lambda i: call.update_stack(StackName=name(i), TemplateBody=template(100 + i)))
    expect([resources(i) for i in NUMBERS], [[f"Topic{100 + i}"] for i in NUMBERS])
    all_at_once(lambda i: call.create_change_set(StackName=name(i), ChangeSetName=f"change-{i}", ChangeSetType="UPDATE", TemplateBody=template(200 + i)))
    all_at_once(lambda i: call.execute_change_set(StackName=name(i), ChangeSetName=f"change-{i}"))
    expect([resources(i) for i in NUMBERS], [[f"Topic{200 + i}"] for i in NUMBERS])
    all_at_once(lambda i: call.delete_stack(StackName=name(i)))
    left = [one["StackName"] for one in call.describe_stacks()["Stacks"] if one["StackName"].startswith("concurrent-")]
    expect(left, [])


# Systems Manager


@row("CreateDocument", "UpdateDocument", "UpdateDocumentDefaultVersion", "ModifyDocumentPermission", "DeleteDocument")
def documents(w):
    all_at_once(lambda i: w.document(f"document-{i}"))
    content = w.document("versions", "first")
    text = lambda i: json.dumps({**content, "mainSteps": [w.step(f"version {i}")]})
    all_at_once(lambda i: w.ssm.update_document(Name="versions", DocumentVersion="$LATEST", Content=text(i), DisplayName=f"shown {i}"))
    versions = w.ssm.list_document_versions(Name="versions", MaxResults=50)["DocumentVersions"]
    expect(len(versions), CLIENTS + 1)
    for one in versions[:-1]:
        stored = w.ssm.get_document(Name="versions", DocumentVersion=one["DocumentVersion"])["Content"]
        number = one["DisplayName"].removeprefix("shown ")
        expect(json.loads(stored)["mainSteps"][0]["inputs"]["runCommand"], [f"echo version {number}"])
    all_at_once(lambda i: w.ssm.update_document_default_version(Name="versions", DocumentVersion=str(i + 1)))
    all_at_once(lambda id: w.ssm.modify_document_permission(Name="versions", PermissionType="Share", AccountIdsToAdd=[id]), ACCOUNTS)
    shared = w.ssm.describe_document_permission(Name="versions", PermissionType="Share")["AccountIds"]
    expect(sorted(shared), ACCOUNTS)
    all_at_once(lambda id: w.ssm.modify_document_permission(Name="versions", PermissionType="Share", AccountIdsToRemove=[id]), ACCOUNTS)
    expect(w.ssm.describe_document_permission(Name="versions", PermissionType="Share")["AccountIds"], [])
    all_at_once(lambda i: w.ssm.delete_document(Name=f"document-{i}"))
    filters = [{"Key": "Owner", "Values": ["Self"]}, {"Key": "Name", "Values": ["document-"]}]
    expect(w.ssm.list_documents(Filters=filters)["DocumentIdentifiers"], [])


@row("AddTagsToResource", "RemoveTagsFromResource")
def document_tags(w):
    w.document("tagged")
    kind = {"ResourceType": "Document", "ResourceId": "tagged"}
    read = lambda: sorted(tag["Key"] for tag in w.ssm.list_tags_for_resource(**kind)["TagList"])
    all_at_once(lambda id: w.ssm.add_tags_to_resource(**kind, Tags=[{"Key": id, "Value": "x"}]), ACCOUNTS)
    expect(read(), ACCOUNTS)
    all_at_once(lambda id: w.ssm.remove_tags_from_resource(**kind, TagKeys=[id]), ACCOUNTS)
    expect(read(), [])


@row("UpdateServiceSetting", "ResetServiceSetting")
def settings(w):
    id = "/ssm/parameter-store/high-throughput-enabled"
    read = lambda: w.ssm.get_service_setting(SettingId=id)["ServiceSetting"]
    all_at_once(lambda _: w.ssm.update_service_setting(SettingId=id, SettingValue="true"))
    expect(read()["SettingValue"], "true")
    all_at_once(lambda _: w.ssm.reset_service_setting(SettingId=id))
    expect(read()["Status"], "Default")


@row("CreateAssociation", "CreateAssociationBatch", "UpdateAssociation", "StartAssociationsOnce", "DeleteAssociation")
def associations(w):
    w.document("associated")
    ids = all_at_once(lambda _: w.association("associated"))
    target = [{"Key": "InstanceIds", "Values": ["i-0123456789abcdef0"]}]
    entry = {"Name": "associated", "Targets": target, "ScheduleExpression": CRON, "ApplyOnlyAtCronInterval": True}
    made = all_at_once(lambda _: w.ssm.create_association_batch(Entries=[entry])["Successful"][0]["AssociationId"])
    expect(len(set(ids + made)), 2 * CLIENTS)
    hours = lambda i: f"rate({i + 1} hours)" if i else "rate(1 hour)"
    all_at_once(lambda i: w.ssm.update_association(AssociationId=ids[0], ScheduleExpression=hours(i)))
    versions = w.ssm.list_association_versions(AssociationId=ids[0])["AssociationVersions"]
    expect(sorted(one["ScheduleExpression"] for one in versions), sorted([hours(i) for i in NUMBERS] + [CRON]))
    all_at_once(lambda _: w.ssm.start_associations_once(AssociationIds=[ids[1]]))
    runs = w.ssm.describe_association_executions(AssociationId=ids[1])["AssociationExecutions"]
    expect(len(runs), CLIENTS)
    all_at_once(lambda id: w.ssm.delete_association(AssociationId=id), ids + made)
    expect(w.ssm.list_associations()["Associations"], [])


@row("SendCommand", "CancelCommand")
def commands(w):
    w.document("sent")
    send = lambda _: w.ssm.send_command(DocumentName="sent", Targets=[{"Key": "tag:none", "Values": ["x"]}])["Command"]["CommandId"]
    ids = all_at_once(send)
    all_at_once(lambda id: w.ssm.cancel_command(CommandId=id), ids)
    listed = {one["CommandId"] for one in w.ssm.list_commands(MaxResults=50)["Commands"]}
    expect(set(ids) - listed, set())


@row("StartAutomationExecution", "SendAutomationSignal", "StopAutomationExecution", "StartExecutionPreview")
def automations(w):
    w.runbook("paused", {"name": "wait", "action": "aws:pause", "inputs": {}})
    ids = all_at_once(lambda _: w.ssm.start_automation_execution(DocumentName="paused")["AutomationExecutionId"])
    expect(len(set(ids)), CLIENTS)
    errors = outcomes(lambda i: w.ssm.send_automation_signal(AutomationExecutionId=ids[i], SignalType="Resume") if i % 2 else None)
    all_at_once(lambda i: errors[i] and w.ssm.stop_automation_execution(AutomationExecutionId=ids[i], Type="Cancel"))
    all_at_once(lambda i: None if i % 2 else w.ssm.stop_automation_execution(AutomationExecutionId=ids[i], Type="Cancel"))
    listed = w.ssm.describe_automation_executions(MaxResults=50)["AutomationExecutionMetadataList"]
    expect(set(ids) - {one["AutomationExecutionId"] for one in listed}, set())
    inputs = {"Automation": {}}
    previews = all_at_once(lambda _: w.ssm.start_execution_preview(DocumentName="paused", ExecutionInputs=inputs)["ExecutionPreviewId"])
    expect(len(set(previews)), CLIENTS)


@row("AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress")
def descriptions_of_rules(w):
    vpc = w.ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    group = w.ec2.create_security_group(GroupName="g", Description="g", VpcId=vpc)["GroupId"]
    source = lambda i: [{"GroupId": group, "Description": f"rule {i}"}]
    rule = lambda i: {"IpProtocol": "tcp", "FromPort": 1000 + i, "ToPort": 1000 + i, "UserIdGroupPairs": source(i)}
    all_at_once(lambda i: w.ec2.authorize_security_group_egress(GroupId=group, IpPermissions=[rule(i)]))
    all_at_once(lambda i: w.ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule(i)]))
    rules = w.ec2.describe_security_group_rules(Filters=[{"Name": "group-id", "Values": [group]}])["SecurityGroupRules"]
    expect(sorted(one["Description"] for one in rules if "Description" in one), sorted(f"rule {i}" for i in NUMBERS * 2))


@row("PutParameter")
def parameters(w):
    all_at_once(lambda i: w.ssm.put_parameter(Name=f"/p/{i}", Value=str(i), Type="String"))
    pages = w.ssm.get_paginator("get_parameters_by_path").paginate(Path="/p")
    expect(sorted(int(one["Value"]) for page in pages for one in page["Parameters"]), NUMBERS)


# The organization


@row("CreateAccount", "MoveAccount", "CloseAccount", by_management=True)
def accounts(w):
    call = w.organizations
    root = call.list_roots()["Roots"][0]["Id"]
    unit = call.create_organizational_unit(ParentId=root, Name="Concurrent")["OrganizationalUnit"]["Id"]
    ask = lambda i: call.create_account(AccountName=f"Concurrent {i}", Email=f"{i}@example.com")["CreateAccountStatus"]["Id"]
    requests = all_at_once(ask)
    pages = lambda: call.get_paginator("list_accounts").paginate()
    listed = lambda: {one["Name"]: one for page in pages() for one in page["Accounts"] if one["Name"].startswith("Concurrent")}
    expect(sorted(listed()), sorted(f"Concurrent {i}" for i in NUMBERS))
    expect(len(set(requests)), CLIENTS)
    ids = [one["Id"] for one in listed().values()]
    all_at_once(lambda id: call.move_account(AccountId=id, SourceParentId=root, DestinationParentId=unit), ids)
    children = call.get_paginator("list_children").paginate(ParentId=unit, ChildType="ACCOUNT")
    expect(sorted(one["Id"] for page in children for one in page["Children"]), sorted(ids))
    all_at_once(lambda id: call.close_account(AccountId=id), ids)
    expect({one["Status"] for one in listed().values()} - {"PENDING_CLOSURE", "SUSPENDED"}, set())


@row("TagResource", "UntagResource", by_management=True)
def tags_of_units(w):
    root = w.organizations.list_roots()["Roots"][0]["Id"]
    read = lambda: sorted(tag["Key"] for tag in w.organizations.list_tags_for_resource(ResourceId=root)["Tags"])
    all_at_once(lambda id: w.organizations.tag_resource(ResourceId=root, Tags=[{"Key": id, "Value": "x"}]), ACCOUNTS)
    expect(read(), ACCOUNTS)
    all_at_once(lambda id: w.organizations.untag_resource(ResourceId=root, TagKeys=[id]), ACCOUNTS)
    expect(read(), [])


@row("CreateOrganizationalUnit", "UpdateOrganizationalUnit", "DeleteOrganizationalUnit", by_management=True)
def units(w):
    call = w.organizations
    root = call.list_roots()["Roots"][0]["Id"]
    parent = call.create_organizational_unit(ParentId=root, Name="Units")["OrganizationalUnit"]["Id"]
    pages = call.get_paginator("list_organizational_units_for_parent")
    names = lambda: sorted(one["Name"] for page in pages.paginate(ParentId=parent) for one in page["OrganizationalUnits"])
    create = lambda i: call.create_organizational_unit(ParentId=parent, Name=f"unit {i}")["OrganizationalUnit"]["Id"]
    ids = all_at_once(create)
    all_at_once(lambda i: call.update_organizational_unit(OrganizationalUnitId=ids[i], Name=f"renamed {i}"))
    expect(names(), sorted(f"renamed {i}" for i in NUMBERS))
    expect(outcomes(lambda _: create(0)).count(None), 1)
    expect(len(names()), CLIENTS + 1)
    all_at_once(lambda id: call.delete_organizational_unit(OrganizationalUnitId=id), ids)
    expect(names(), ["unit 0"])


@row(
    "RegisterDelegatedAdministrator",
    "DeregisterDelegatedAdministrator",
    "EnableAWSServiceAccess",
    "DisableAWSServiceAccess",
    by_management=True,
)
def administrators(w):
    call = w.organizations
    services = [f"service{i}.amazonaws.com" for i in NUMBERS]
    trusted = lambda: {one["ServicePrincipal"] for one in call.list_aws_service_access_for_organization()["EnabledServicePrincipals"]}
    before = trusted()
    all_at_once(lambda service: call.enable_aws_service_access(ServicePrincipal=service), services)
    expect(trusted() - before, set(services))
    member = {"AccountId": "222222222222"}
    all_at_once(lambda service: call.register_delegated_administrator(**member, ServicePrincipal=service), services)
    delegated = lambda: {one["ServicePrincipal"] for one in call.list_delegated_services_for_account(**member)["DelegatedServices"]}
    expect(delegated(), set(services))
    all_at_once(lambda service: call.deregister_delegated_administrator(**member, ServicePrincipal=service), services)
    all_at_once(lambda service: call.disable_aws_service_access(ServicePrincipal=service), services)
    expect(trusted(), before)


def lost(world, check):
    try:
        check(world)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


if sys.argv[1:] == ["--operations"]:
    print(json.dumps([name for operations, *_ in ROWS for name in operations]))
else:
    world = World()
    is_management = sys.argv[1:] == ["--organization"]
    checks = [check for _, check, by_management in ROWS if by_management == is_management]
    print(json.dumps({check.__name__: lost(world, check) for check in checks}))
POOL.shutdown()
