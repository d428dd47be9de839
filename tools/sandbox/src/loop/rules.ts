/** What the loop's daemon does about a failing disk. */
export const RULES = `rules:
  - name: drain-failing-hypervisor
    description: A disk of a hypervisor fails, so its servers go elsewhere
    on: { alert: loop }
    when: { field: labels.alertname, equals: HypervisorDiskFailing }
    run: hypervisor.drain
    input: { cloud: loop, hypervisor: '\${labels.hypervisor}', reason: 'Alert \${labels.alertname}' }
    policy:
      target: \${labels.hypervisor}
      oncePer: { within: 6h }
    success:
      resolvedWithin: 2m
      check:
        run: hypervisor.verify-empty
        input: { cloud: loop, hypervisor: '\${labels.hypervisor}' }
        when: { field: report.empty, equals: true }
`;
