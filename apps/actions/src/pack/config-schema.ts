/**
 * What can be set for the pack, in `/opt/stackstorm/configs/<ref>.yaml`. Each key has a default: a template that uses one without a
 * value fails the execution.
 */
export const configSchema = {
  config: {
    type: 'string',
    description: "opsbook's configuration on the StackStorm host, readable for the user that runs actions",
    required: true,
    default: '/etc/opsbook/opsbook.yaml',
  },
  chat_channel: {
    type: 'string',
    description:
      'Channel of the chat in which runs are told of that nobody asked for in a chat; none where it is empty',
    default: '',
  },
  // Secret as a whole, so that it is masked. Were its values so, each would be taken for encrypted (st2 `st2common/util/config_loader.py`).
  environment: {
    type: 'object',
    description:
      "Environment variables for `${env:NAME}` in opsbook's configuration, as from StackStorm's key-value store",
    secret: true,
    additionalProperties: { type: 'string' },
    default: {},
  },
};
