/** What a question is where nothing is said. Source: contrib/runners/inquirer_runner/inquirer_runner/inquirer_runner.py. */
export const DEFAULT_INQUIRY = {
  schema: {
    title: 'response_data',
    type: 'object',
    properties: {
      continue: { type: 'boolean', description: 'Would you like to continue the workflow?', required: true },
    },
  },
  roles: [] as string[],
  users: [] as string[],
  route: '',
  ttl: 1440,
};

export type InquiryResult = typeof DEFAULT_INQUIRY;
