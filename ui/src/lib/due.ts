/** Days before its end from which a certificate is shown as due: the portal announces a renewal then. */
const DUE_DAYS = 90;

/** Whether a certificate with so many days left is due. */
export function isDue(daysLeft: number): boolean {
  return daysLeft <= DUE_DAYS;
}
