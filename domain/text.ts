/** Whether a text can be stored and sent on as it is: without NUL and without half of a surrogate pair. */
export const isStorable = (text: string): boolean => !/\0|\p{Surrogate}/u.test(text);
