/** What the sandbox's daemon does about an alert. */
export const RULES = `rules:
  - name: maintain-outdated-hypervisor
    description: A kernel has to be replaced; a person sees the plan first
    on: { alert: default }
    when: { field: labels.alertname, equals: KernelOutdated }
    run: hypervisor.maintain
    input: { cloud: sandbox, hypervisor: '\${labels.instance}', reason: 'Alert \${labels.alertname}' }
    policy:
      target: \${labels.instance}
      oncePer: { within: 6h }
      approval: required
    success: { resolvedWithin: 2m }
`;
