/**
 * Writes that the sandbox's layers make of several steps: they read, wait for moto, and write back what they read before. Two of
 * them on one resource take turns, so that none undoes what another one has done meanwhile.
 */
import { locationKey } from "../../iam/location";
import { stringOf } from "../protocol/input";
import { locationOf } from "../protocol/location";
import type { CallerRequest, ServiceLayer } from "../protocol/message";
import { Turns } from "../protocol/turns";

/** The resource that a request writes to. Requests on the same one take turns. */
type ResourceOf = (request: CallerRequest) => string;

/** The parameter that names the resource, whose name is unique in an account and Region. */
function inRegion(parameter: string): ResourceOf {
  return (request) => `${locationKey(locationOf(request))} ${stringOf(request.input, parameter) ?? ""}`;
}

/** The parameter that names the resource, whose name is unique in all accounts. */
function anywhere(parameter: string): ResourceOf {
  return ({ input }) => stringOf(input, parameter) ?? "";
}

const inAccount: ResourceOf = ({ caller }) => caller.accountId;
/** Trust policies name users and roles of other accounts, so what makes and deletes these takes turns everywhere. */
const everywhere: ResourceOf = () => "trust";

const document = inRegion("Name");
const bucket = anywhere("Bucket");
const image = anywhere("ImageId");

/** By service and operation. */
const RESOURCES: Readonly<Record<string, Readonly<Record<string, ResourceOf>>>> = {
  cloudformation: {
    CreateStack: everywhere,
    UpdateStack: everywhere,
    ExecuteChangeSet: everywhere,
    DeleteStack: everywhere,
  },
  ec2: {
    ModifyImageAttribute: image,
    ResetImageAttribute: image,
    DeregisterImage: image,
    ModifySnapshotAttribute: inRegion("SnapshotId"),
    ModifyVpcEndpoint: inRegion("VpcEndpointId"),
  },
  iam: {
    CreateRole: everywhere,
    UpdateAssumeRolePolicy: everywhere,
    DeleteRole: everywhere,
    DeleteUser: everywhere,
    UpdateUser: everywhere,
    AttachGroupPolicy: inAccount,
    AttachRolePolicy: inAccount,
    AttachUserPolicy: inAccount,
    PutGroupPolicy: inAccount,
    PutRolePolicy: inAccount,
    PutUserPolicy: inAccount,
    PutUserPermissionsBoundary: inAccount,
    DeleteUserPermissionsBoundary: inAccount,
    DeleteAccessKey: inAccount,
    UpdateAccessKey: inAccount,
  },
  s3: { CreateBucket: bucket, DeleteBucket: bucket, PutBucketPolicy: bucket, DeleteBucketPolicy: bucket },
  ssm: {
    CreateDocument: document,
    UpdateDocument: document,
    UpdateDocumentDefaultVersion: document,
    ModifyDocumentPermission: document,
    DeleteDocument: document,
    UpdateAssociation: inRegion("AssociationId"),
    DeleteAssociation: inRegion("AssociationId"),
  },
};

/** Comes before the layers of every service. */
export function writesInTurn(): ServiceLayer {
  const turns = new Turns();
  return (request, next) => {
    const resourceOf = RESOURCES[request.service]?.[request.operation];
    return resourceOf === undefined
      ? next(request)
      : turns.take(`${resourceOf === everywhere ? "" : request.service} ${resourceOf(request)}`, () => next(request));
  };
}
