/** A key that no host of the suite has. */
export const OTHER_HOST_KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF09wYsGDmETUfIoaHcRxWRHewL1CawI76qcnrrtH2AI';
