"""Names of resources of REST services, on their way there and back. Prints, by service, what was wrong."""

import json

import boto3
from botocore.config import Config

NAME = "a-name"
ROLE = "arn:aws:iam::222222222222:role/any"
# What moto would read as a form, if it were one.
TEXT = "a=b&Action=DeleteEverything&name=other;c=d"
ROWS = {}


def client(service):
    return boto3.client(service, config=Config(retries={"total_max_attempts": 1}))


def row(check):
    ROWS[check.__name__] = check
    return check


def expect(found, expected):
    if found != expected:
        raise AssertionError(f"expected {expected!r}, found {found!r}")


@row
def scheduler():
    c = client("scheduler")
    target = {"Arn": "arn:aws:sqs:ap-northeast-1:222222222222:queue", "RoleArn": ROLE, "Input": TEXT}
    asked = {"Name": NAME, "ScheduleExpression": "rate(1 hour)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": target}
    c.create_schedule(**asked, Description=TEXT)
    expect([one["Name"] for one in c.list_schedules()["Schedules"]], [NAME])
    found = c.get_schedule(Name=NAME)
    expect((found["Name"], found["Description"], found["Target"]["Input"]), (NAME, TEXT, TEXT))
    c.update_schedule(**asked, Description="other")
    expect(c.get_schedule(Name=NAME)["Description"], "other")
    c.delete_schedule(Name=NAME)
    expect(c.list_schedules()["Schedules"], [])
    group = c.create_schedule_group(Name=NAME)["ScheduleGroupArn"]
    c.create_schedule(**asked, GroupName=NAME)
    expect(c.get_schedule(Name=NAME, GroupName=NAME)["GroupName"], NAME)
    c.delete_schedule(Name=NAME, GroupName=NAME)
    c.tag_resource(ResourceArn=group, Tags=[{"Key": "k", "Value": TEXT}])
    expect(c.list_tags_for_resource(ResourceArn=group)["Tags"], [{"Key": "k", "Value": TEXT}])
    c.untag_resource(ResourceArn=group, TagKeys=["k"])
    expect(c.list_tags_for_resource(ResourceArn=group)["Tags"], [])
    c.delete_schedule_group(Name=NAME)
    expect([one["Name"] for one in c.list_schedule_groups()["ScheduleGroups"]], ["default"])


@row
def apigateway():
    c = client("apigateway")
    id = c.create_rest_api(name=NAME, description=TEXT)["id"]
    expect((c.get_rest_api(restApiId=id)["name"], c.get_rest_api(restApiId=id)["description"]), (NAME, TEXT))
    root = c.get_resources(restApiId=id)["items"][0]["id"]
    child = c.create_resource(restApiId=id, parentId=root, pathPart="part")["id"]
    expect(c.get_resource(restApiId=id, resourceId=child)["pathPart"], "part")
    c.delete_rest_api(restApiId=id)
    expect(c.get_rest_apis()["items"], [])


@row
def apigatewayv2():
    c = client("apigatewayv2")
    id = c.create_api(Name=NAME, ProtocolType="HTTP", Description=TEXT)["ApiId"]
    expect((c.get_api(ApiId=id)["Name"], c.get_api(ApiId=id)["Description"]), (NAME, TEXT))
    c.create_stage(ApiId=id, StageName="stage")
    expect(c.get_stage(ApiId=id, StageName="stage")["StageName"], "stage")
    c.delete_api(ApiId=id)
    expect(c.get_apis()["Items"], [])


@row
def resource_groups():
    c = client("resource-groups")
    query = {"Type": "TAG_FILTERS_1_0", "Query": json.dumps({"ResourceTypeFilters": ["AWS::AllSupported"], "TagFilters": [{"Key": "k", "Values": ["v=w"]}]})}
    c.create_group(Name=NAME, Description="a b", ResourceQuery=query)
    expect(c.get_group(GroupName=NAME)["Group"]["Description"], "a b")
    c.delete_group(GroupName=NAME)
    expect(c.list_groups()["GroupIdentifiers"], [])


@row
def efs():
    c = client("efs")
    id = c.create_file_system(CreationToken=NAME, Tags=[{"Key": "Name", "Value": TEXT}])["FileSystemId"]
    expect(c.describe_file_systems(FileSystemId=id)["FileSystems"][0]["Name"], TEXT)
    c.delete_file_system(FileSystemId=id)
    expect(c.describe_file_systems()["FileSystems"], [])


@row
def eks():
    c = client("eks")
    c.create_cluster(name=NAME, roleArn=ROLE, resourcesVpcConfig={})
    expect(c.describe_cluster(name=NAME)["cluster"]["name"], NAME)
    c.delete_cluster(name=NAME)
    expect(c.list_clusters()["clusters"], [])


@row
def batch():
    c = client("batch")
    c.create_scheduling_policy(name=NAME, fairsharePolicy={"shareDecaySeconds": 1})
    arn = c.list_scheduling_policies()["schedulingPolicies"][0]["arn"]
    expect(c.describe_scheduling_policies(arns=[arn])["schedulingPolicies"][0]["name"], NAME)
    c.delete_scheduling_policy(arn=arn)
    expect(c.list_scheduling_policies()["schedulingPolicies"], [])


@row
def iot():
    c = client("iot")
    c.create_thing(thingName=NAME, attributePayload={"attributes": {"a": "b=c"}})
    expect(c.describe_thing(thingName=NAME)["attributes"], {"a": "b=c"})
    c.create_policy(policyName=NAME, policyDocument=json.dumps({"Statement": [TEXT]}))
    expect(json.loads(c.get_policy(policyName=NAME)["policyDocument"]), {"Statement": [TEXT]})
    c.delete_policy(policyName=NAME)
    c.delete_thing(thingName=NAME)
    expect((c.list_things()["things"], c.list_policies()["policies"]), ([], []))


@row
def iot_data():
    iot, c = client("iot"), client("iot-data")
    iot.create_thing(thingName=NAME)
    c.update_thing_shadow(thingName=NAME, payload=json.dumps({"state": {"desired": {"a": TEXT}}}))
    expect(json.loads(c.get_thing_shadow(thingName=NAME)["payload"].read())["state"]["desired"], {"a": TEXT})


@row
def appconfig():
    c = client("appconfig")
    id = c.create_application(Name=NAME, Description=TEXT)["Id"]
    expect((c.get_application(ApplicationId=id)["Name"], c.get_application(ApplicationId=id)["Description"]), (NAME, TEXT))
    profile = c.create_configuration_profile(ApplicationId=id, Name=NAME, LocationUri="hosted")["Id"]
    content = b'{"a" : "b=c&d"}'
    asked = {"ApplicationId": id, "ConfigurationProfileId": profile}
    c.create_hosted_configuration_version(**asked, Content=content, ContentType="application/json")
    expect(c.get_hosted_configuration_version(**asked, VersionNumber=1)["Content"].read(), content)
    c.delete_application(ApplicationId=id)


@row
def backup():
    c = client("backup")
    c.create_backup_vault(BackupVaultName=NAME)
    expect(c.describe_backup_vault(BackupVaultName=NAME)["BackupVaultName"], NAME)
    c.delete_backup_vault(BackupVaultName=NAME)
    expect(c.list_backup_vaults()["BackupVaultList"], [])


@row
def guardduty():
    c = client("guardduty")
    id = c.create_detector(Enable=True)["DetectorId"]
    expect(c.list_detectors()["DetectorIds"], [id])
    c.delete_detector(DetectorId=id)
    expect(c.list_detectors()["DetectorIds"], [])


@row
def glacier():
    c = client("glacier")
    c.create_vault(vaultName=NAME)
    expect(c.describe_vault(vaultName=NAME)["VaultName"], NAME)
    c.delete_vault(vaultName=NAME)
    expect(c.list_vaults()["VaultList"], [])


@row
def ses():
    c = client("sesv2")
    c.create_contact_list(ContactListName=NAME, Description=TEXT)
    expect(c.get_contact_list(ContactListName=NAME)["Description"], TEXT)
    c.delete_contact_list(ContactListName=NAME)
    expect(c.list_contact_lists()["ContactLists"], [])


@row
def mq():
    c = client("mq")
    id = c.create_configuration(Name=NAME, EngineType="ACTIVEMQ", EngineVersion="5.16.3")["Id"]
    expect(c.describe_configuration(ConfigurationId=id)["Name"], NAME)


@row
def opensearch():
    c = client("opensearch")
    c.create_domain(DomainName=NAME)
    expect(c.describe_domain(DomainName=NAME)["DomainStatus"]["DomainName"], NAME)
    c.delete_domain(DomainName=NAME)


@row
def route53():
    c = client("route53")
    id = c.create_hosted_zone(Name="example.test.", CallerReference=TEXT)["HostedZone"]["Id"]
    expect(c.get_hosted_zone(Id=id)["HostedZone"]["Name"], "example.test.")
    c.delete_hosted_zone(Id=id)
    expect(c.list_hosted_zones()["HostedZones"], [])


@row
def pipes():
    c = client("pipes")
    asked = {"Source": "arn:aws:sqs:ap-northeast-1:222222222222:a", "Target": "arn:aws:sqs:ap-northeast-1:222222222222:b"}
    c.create_pipe(Name=NAME, RoleArn=ROLE, Description=TEXT, **asked)
    expect((c.describe_pipe(Name=NAME)["Name"], c.describe_pipe(Name=NAME)["Description"]), (NAME, TEXT))
    c.delete_pipe(Name=NAME)
    expect(c.list_pipes()["Pipes"], [])


@row
def synthetics():
    c = client("synthetics")
    asked = {"Code": {"Handler": "a.b"}, "ArtifactS3Location": "s3://bucket", "ExecutionRoleArn": ROLE, "RuntimeVersion": "syn-nodejs-puppeteer-9.0"}
    c.create_canary(Name=NAME, Schedule={"Expression": "rate(5 minutes)"}, **asked)
    expect(c.get_canary(Name=NAME)["Canary"]["Name"], NAME)


def fault(check):
    try:
        check()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


print(json.dumps({name: fault(check) for name, check in ROWS.items()}))
