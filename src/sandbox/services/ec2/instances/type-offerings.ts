/** Wildcards in the filter of instance types by name. moto compares names as they are. */
import * as sdk from "@aws-sdk/client-ec2";
import { chain } from "../../../protocol/chain";
import { correctedAnswers } from "../../../protocol/ec2";
import { objectsOf, stringOf, stringsOf, type Input } from "../../../protocol/input";
import type { ServiceLayer } from "../../../protocol/message";
import { withInput } from "../../../protocol/with-input";
import { filterPattern } from "../filter-pattern";

const FILTER = "instance-type";

export function typeOfferings(): ServiceLayer {
  return chain(
    correctedAnswers<sdk.DescribeInstanceTypeOfferingsResult>(
      sdk.DescribeInstanceTypeOfferings$,
      ({ InstanceTypeOfferings = [], ...rest }, { input }) => {
        const patterns = wildcards(input)?.map(filterPattern);
        const isAsked = (type = "") => patterns === undefined || patterns.some((pattern) => pattern.test(type));
        return { ...rest, InstanceTypeOfferings: InstanceTypeOfferings.filter((one) => isAsked(one.InstanceType)) };
      },
    ),
    (request, next) => {
      const { operation, input } = request;
      if (operation !== "DescribeInstanceTypeOfferings" || wildcards(input) === undefined) return next(request);
      const Filter = objectsOf(input, "Filter").filter((filter) => stringOf(filter, "Name") !== FILTER);
      return next(withInput(request, { ...input, Filter }));
    },
  );
}

/** The names in the filter if one of them has a wildcard. */
function wildcards(input: Input): readonly string[] | undefined {
  const filter = objectsOf(input, "Filter").find((one) => stringOf(one, "Name") === FILTER);
  const values = filter === undefined ? [] : stringsOf(filter, "Value");
  return values.some((value) => /[*?]/.test(value)) ? values : undefined;
}
