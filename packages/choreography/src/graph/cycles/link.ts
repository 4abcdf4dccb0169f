/** From who says something to who hears it, by what. */
export interface Link {
  readonly from: string;
  readonly to: string;
  readonly label: string | null;
}
