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
  answered: boolean;
  questions: Question[];
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
  answered: number | null;
  choices?: { choiceId: string; text: string; count: number | null }[];
  scale?: { min: number; max: number; mean: number | null; counts: Record<string, number | null> };
  texts?: string[];
  suppressed?: boolean;
}

export interface Results {
  surveyId: string;
  responseCount: number | null;
  targetCount: number | null;
  suppressed: boolean;
  questions: QuestionResult[];
}
