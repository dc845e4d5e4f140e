/** Surveys on the wire (the contract, sections 7 and 12), and what the screens keep of them. */

export type QuestionType = "SINGLE" | "MULTI" | "TEXT" | "SCALE";
export type SurveyState = "DRAFT" | "OPEN" | "CLOSED";
export type BoxName = "toAnswer" | "mine" | "shared" | "closed";

export interface Choice {
  choiceId: string;
  text: string;
  orderNo: number;
}

export interface Question {
  questionId: string;
  type: QuestionType;
  prompt: string;
  required: boolean;
  orderNo: number;
  choices: Choice[];
  scaleMin: number | null;
  scaleMax: number | null;
}

export interface Survey {
  surveyId: string;
  title: string;
  description: string;
  isAnonymous: boolean;
  opensAt: string | null;
  closesAt: string | null;
  targetOrgUnitId: string | null;
  createdBy: string;
  createdAt: string;
  state: SurveyState;
  /** Not yet published; a published one is a DRAFT too until it opens. */
  isDraft: boolean;
  answered: boolean;
  canAnswer: boolean;
  canEdit: boolean;
  canSeeResults: boolean;
  /** Of an anonymous one: fewer answers than this are not shown, texts not below the other. */
  threshold: number | null;
  textThreshold: number | null;
  questions: Question[];
  sharedWith?: string[];
  remindedAt?: string | null;
}

/** What somebody has answered so far, by question. */
export interface Answer {
  choiceIds?: string[];
  text?: string;
  scale?: number | null;
}
export type Answers = Record<string, Answer>;

/** A choice and a question while they are being made; `key` never leaves this tab. */
export interface MadeChoice {
  key: string;
  text: string;
}
export interface MadeQuestion {
  key: string;
  type: QuestionType;
  prompt: string;
  required: boolean;
  choices: MadeChoice[];
  scaleMin: number;
  scaleMax: number;
}
export interface Made {
  title: string;
  description: string;
  isAnonymous: boolean;
  targetOrgUnitId: string | null;
  /** As the fields of the page hold them: 2026-11-20T09:00, in the office's zone; empty: at once, never. */
  opensAt: string;
  closesAt: string;
  sharedWith: string[];
  questions: MadeQuestion[];
}
/** What is wrong, by the field it stands at: "title", "closesAt", a question's or a choice's key. */
export type Faults = Map<string, string>;

export interface QuestionResult {
  questionId: string;
  type: QuestionType;
  prompt: string;
  /** Null when it may not be shown. */
  answered: number | null;
  suppressed: boolean;
  choices?: { choiceId: string; text: string; count: number }[];
  scale?: { min: number; max: number; mean: number | null; counts: Record<string, number> };
  texts?: string[];
  /** Too few answered since the figures were first shown: those are left out. */
  partial?: boolean;
}

export interface UnitCount {
  orgUnitId: string;
  name: string;
  parentId: string | null;
  responseCount: number;
  targetCount: number;
}

export interface Progress {
  surveyId: string;
  targetCount: number;
  responseCount: number;
  /** Who has not answered; null for an anonymous survey. */
  missing: string[] | null;
  next: string | null;
}

export interface Results {
  surveyId: string;
  orgUnitId: string | null;
  state: SurveyState;
  isAnonymous: boolean;
  responseCount: number | null;
  targetCount: number;
  suppressed: boolean;
  questions: QuestionResult[];
  /** Departments that may be asked about. */
  units: UnitCount[];
}
