/**
 * A stack that an account no longer needs. It has providers, a state and no resources, so that the next deployment destroys what
 * is still in the state.
 */
import { AccountStack } from "./account-stack";

export class EmptyStack extends AccountStack {}
