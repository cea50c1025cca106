interface Warning {
  message?: unknown;
  activityId?: unknown;
}

/** What a publish that was made warns of, a sentence each; Elsa Studio itself shows only what stops a publish. */
export async function warningsOf(answer: Response): Promise<string[]> {
  if (!answer.ok) return [];
  const body = (await answer.clone().json()) as { validationErrors?: Warning[] };
  return (body.validationErrors ?? [])
    .filter((warning) => typeof warning.message === 'string')
    .map((warning) => (typeof warning.activityId === 'string' ? `${warning.activityId}: ${warning.message as string}` : (warning.message as string)));
}
