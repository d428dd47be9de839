/** A configuration as a site would write it; the reference shows it, and a test loads it. */
export const EXAMPLE = `ledger: /var/lib/opsbook/ledger.db

clouds:
  prod:
    cloud: prod-admin # its name in clouds.yaml
    cloudId: prod # the same on every host that reaches this cloud
    region: RegionOne
    interface: internal

defaults:
  cloud: prod

http:
  timeout: 120

migration:
  timeout: 7200
  policies:
    - name: databases
      match:
        serverName: ['db-*', '*-postgres-?']
        minRamMiB: 262144
      action: cold
      snapshot: true
    - name: licensed by host
      match:
        flavor: win-*
      action: skip
      reason: the licence is bound to the host, ask the Windows team

projects:
  userDomain: corp
  protected: [admin, service]
  networks:
    internal:
      kind: shared
      network: site-internal
    external:
      kind: own
      externalNetwork: public
      range: 192.168.0.0/16
      securityGroups:
        default:
          - { protocol: tcp, portMin: 22, except: [10.0.0.0/8] }
  defaultNetwork: internal

approvals:
  - name: what cannot be taken back
    match:
      risk: [destructive]
    approvers: [ann, bob, cem]
    count: 2
  - name: production
    match:
      risk: [disruptive]
      target: prod/*
    expires: 14400
`;
