/** The operating system's name of the user whom this process belongs to; `uid-1000` where it has a number only. */
export function systemUser(): string {
  try {
    // Loaded when it is asked for: most calls of a program do not ask.
    return process.getBuiltinModule('node:os').userInfo().username;
  } catch {
    // In a container the user often has a number only.
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}
