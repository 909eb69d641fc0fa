"""
One thing changed in the small dataset, and all that must be found then.

Each entry: what has happened, the update, and the findings as `shape thing` a line, empty where
a change that comes close to a fault is none. Things are named below `/id/small-`, the
municipalities by their code.
"""

from validate.mutating import add, day, drop, put, remove, without

Mutation = tuple[str, str, str]

ROLES: list[Mutation] = [
    (
        "an application has no system owner",
        drop("small-mellerud/role-assignment/library-owner"),
        "GovernedApplication-systemOwner mellerud/application/library",
    ),
    (
        "an application that is to be introduced has no system owner",
        drop("small-mellerud/role-assignment/case-management-owner"),
        "GovernedApplication-systemOwner mellerud/application/case-management",
    ),
    (
        "the system owner's last day was the day before",
        add(f"<small-mellerud/role-assignment/library-owner> smv:until {day('2019-09-30')}"),
        "GovernedApplication-systemOwner mellerud/application/library",
    ),
    (
        "the system owner's last day is this day",
        add(f"<small-mellerud/role-assignment/library-owner> smv:until {day('2019-10-01')}"),
        "",
    ),
    (
        "the system owner begins the day after",
        put("small-mellerud/role-assignment/library-owner", "smv:from", day("2019-10-02")),
        "GovernedApplication-systemOwner mellerud/application/library",
    ),
    (
        "the system owner began a day after the decision to introduce",
        put("small-mellerud/role-assignment/library-owner", "smv:from", day("2014-11-04")),
        "Application-ownershipGap mellerud/application/library",
    ),
    (
        "there was no system owner for a day between two",
        put("small-bengtsfors/role-assignment/gis-owner-2018", "smv:from", day("2018-01-02")),
        "Application-ownershipGap bengtsfors/application/gis",
    ),
    (
        "two were system owner for a day",
        put("small-bengtsfors/role-assignment/gis-owner-2011", "smv:until", day("2018-01-01")),
        "RoleAssignment-overlap bengtsfors/role-assignment/gis-owner-2018",
    ),
    (
        "the system owner is moved to the IT unit",
        put("small-mellerud/post/library-director", "org:postIn", "<small-mellerud/it-unit/it>"),
        "GovernedApplication-ownerInAdministration mellerud/application/library",
    ),
    (
        "an application has no system manager",
        drop("small-mellerud/role-assignment/library-manager"),
        "ApplicationInUse-systemManager mellerud/application/library",
    ),
    (
        "the system manager is moved to the IT unit",
        put("small-mellerud/post/librarian", "org:postIn", "<small-mellerud/it-unit/it>"),
        "ApplicationInUse-systemManagerInActivity mellerud/application/library",
    ),
    (
        "nobody has appointed the system manager",
        without("small-mellerud/role-assignment/library-manager", "smv:appointedBy"),
        "RoleAssignment-appointment mellerud/role-assignment/library-manager",
    ),
    (
        "another than the system owner has appointed the system manager",
        put(
            "small-mellerud/role-assignment/library-manager",
            "smv:appointedBy",
            "<small-mellerud/post/administrative-director>",
        ),
        "RoleAssignment-appointedByOther mellerud/role-assignment/library-manager",
    ),
    (
        "the system manager does not confirm to use the application daily",
        put("small-mellerud/role-assignment/library-manager", "smv:confirmsDailyUse", "false"),
        "RoleAssignment-dailyUse mellerud/role-assignment/library-manager",
    ),
    (
        "the system manager does not confirm to administer the rights",
        without(
            "small-mellerud/role-assignment/library-manager", "smv:confirmsRightsAdministration"
        ),
        "RoleAssignment-rightsAdministration mellerud/role-assignment/library-manager",
    ),
    (
        "no IT unit runs an application",
        drop("small-mellerud/role-assignment/library-operator"),
        "ApplicationInUse-operatingUnit mellerud/application/library",
    ),
    (
        "an administration runs an application",
        put(
            "small-mellerud/role-assignment/library-operator",
            "smv:holder",
            "<small-mellerud/administration/culture-education>",
        ),
        "ApplicationInUse-operatorIsITUnit mellerud/application/library",
    ),
    (
        "the IT unit of another municipality runs an application without agreement on it",
        put(
            "small-mellerud/role-assignment/library-operator",
            "smv:holder",
            "<small-bengtsfors/it-unit/it>",
        ),
        "ApplicationInUse-operatorWithoutAgreement mellerud/application/library",
    ),
]

AGREEMENTS: list[Mutation] = [
    (
        "the operation agreement ended the day before",
        put("small-bengtsfors/agreement/operation-2017", "smv:until", day("2019-09-30")),
        """
        ApplicationInUse-operationAgreement bengtsfors/application/elderly-care
        ApplicationInUse-operationAgreement bengtsfors/application/gis
        ApplicationInUse-operationAgreement bengtsfors/application/library
        ApplicationInUse-operationAgreement bengtsfors/application/portal
        """,
    ),
    (
        "the operation agreement ends this day",
        put("small-bengtsfors/agreement/operation-2017", "smv:until", day("2019-10-01")),
        "",
    ),
    (
        "the operation agreement leaves an application out",
        remove(
            "<small-mellerud/agreement/operation-2018> smv:covers "
            "<small-mellerud/application/library>"
        ),
        "ApplicationInUse-operationAgreement mellerud/application/library",
    ),
    (
        "an application that needs product support has no support agreement",
        drop("small-mellerud/agreement/finance-support"),
        "ApplicationNeedingSupport-supportAgreement mellerud/application/finance",
    ),
    (
        "a support agreement that renews itself was given notice of in time, and has ended",
        add(f"<small-mellerud/agreement/library-support> smv:noticeGivenOn {day('2018-10-31')}"),
        "SuppliedApplication-supportAgreement mellerud/application/library",
    ),
    (
        "a support agreement that renews itself was given notice of a day late, and runs on",
        add(f"<small-mellerud/agreement/library-support> smv:noticeGivenOn {day('2018-11-01')}"),
        "",
    ),
    (
        "an agreement has no provider",
        without("small-mellerud/agreement/document-management-licence", "smv:provider"),
        "Agreement-provider mellerud/agreement/document-management-licence",
    ),
    (
        "an agreement has no customer",
        without("small-mellerud/agreement/document-management-licence", "smv:customer"),
        "Agreement-customer mellerud/agreement/document-management-licence",
    ),
    (
        "an agreement that is yet to begin covers nothing",
        without("small-bengtsfors/agreement/library-support-2020", "smv:covers"),
        "Agreement-subject bengtsfors/agreement/library-support-2020",
    ),
    (
        "an agreement has no first day",
        without("small-mellerud/agreement/document-management-licence", "smv:from"),
        "Agreement-period mellerud/agreement/document-management-licence",
    ),
    (
        "an agreement does not say who answers for what",
        without("small-mellerud/agreement/document-management-licence", "smv:responsibilities"),
        "Agreement-responsibilities mellerud/agreement/document-management-licence",
    ),
    (
        "an agreement that has ended says nothing of who answered for what",
        without("small-mellerud/agreement/operation-2012", "smv:responsibilities"),
        "",
    ),
]

APPLICATIONS: list[Mutation] = [
    (
        "the operation of an application is not documented",
        remove(
            "<small-mellerud/documentation/operation-2018> smv:application "
            "<small-mellerud/application/library>"
        ),
        "ApplicationInUse-operationDocumentation mellerud/application/library",
    ),
    (
        "the system manager's routines are not documented",
        drop("small-mellerud/documentation/library-routines"),
        "ApplicationInUse-routinesDocumentation mellerud/application/library",
    ),
    (
        "the system manager's routines are documented the day after",
        put("small-mellerud/documentation/library-routines", "smv:documentedOn", day("2019-10-02")),
        "ApplicationInUse-routinesDocumentation mellerud/application/library",
    ),
    (
        "the system manager gives no support",
        drop("small-mellerud/support-arrangement/library-system-manager"),
        "ApplicationInUse-userSupport mellerud/application/library",
    ),
    (
        "another than the system manager gives the system manager's support",
        put(
            "small-mellerud/support-arrangement/library-system-manager",
            "smv:contact",
            "<small-mellerud/post/library-director>",
        ),
        "ApplicationInUse-supportByOther mellerud/application/library",
    ),
    (
        "nobody knows what an application is good for",
        without("small-mellerud/application/library", "smv:expectedBenefit"),
        "GovernedApplication-expectedBenefit mellerud/application/library",
    ),
    (
        "no plan covers the introduction of an application",
        remove(
            "<small-dkf/introduction-plan/it-introduction-plan> smv:plansApplication "
            "<small-dals-ed/application/building-permits>"
        ),
        "PlannedApplication-introductionPlan dals-ed/application/building-permits",
    ),
    (
        "no municipality answers for an application that all use",
        without("small-mellerud/application/finance", "smv:responsibleMunicipality"),
        "MemberWideApplication-responsibleMunicipality mellerud/application/finance",
    ),
    (
        "nobody knows a shared application through and through",
        drop("small-bengtsfors/specialist-competence/portal"),
        "SharedApplication-specialistCompetence bengtsfors/application/portal",
    ),
    (
        "a right of access is decided by nobody",
        without("small-mellerud/access-decision/finance-controller", "smv:decidedBy"),
        "AccessDecision-decidedBy mellerud/access-decision/finance-controller",
    ),
    (
        "a right of access is decided by the system manager",
        put(
            "small-mellerud/access-decision/elderly-care-services",
            "smv:decidedBy",
            "<small-mellerud/post/care-coordinator>",
        ),
        "AccessDecision-decidedByOther mellerud/access-decision/elderly-care-services",
    ),
]

TRAINING: list[Mutation] = [
    (
        "a business application has no training plan",
        drop("small-mellerud/training-plan/library"),
        "BusinessApplication-trainingPlan mellerud/application/library",
    ),
    (
        "the training plan of a business application ended the day before",
        put("small-mellerud/training-plan/library", "smv:until", day("2019-09-30")),
        "BusinessApplication-trainingPlan mellerud/application/library",
    ),
    (
        "a general application has no training plan",
        drop("small-mellerud/training-plan/document-management"),
        "GeneralApplication-trainingPlan mellerud/application/document-management",
    ),
    (
        "nobody drew up a training plan",
        without("small-mellerud/training-plan/library", "smv:drawnUpBy"),
        "TrainingPlan-author mellerud/training-plan/library",
    ),
    (
        "another than the system owner drew up a training plan",
        put(
            "small-mellerud/training-plan/library",
            "smv:drawnUpBy",
            "<small-mellerud/post/librarian>",
        ),
        "TrainingPlan-drawnUpByOther mellerud/training-plan/library",
    ),
    (
        "nobody led a training",
        without("small-mellerud/training/library-2018", "smv:ledBy"),
        "Training-leader mellerud/training/library-2018",
    ),
    (
        "another than the system manager led a training",
        put("small-mellerud/training/library-2018", "smv:ledBy", "<small-mellerud/post/registrar>"),
        "Training-ledByOther mellerud/training/library-2018",
    ),
    (
        "nobody asked for a training",
        without("small-mellerud/training/library-2018", "smv:onBehalfOf"),
        "Training-onBehalfOf mellerud/training/library-2018",
    ),
    (
        "another than the system owner asked for a training",
        put(
            "small-mellerud/training/library-2018",
            "smv:onBehalfOf",
            "<small-mellerud/post/social-director>",
        ),
        "Training-orderedByOther mellerud/training/library-2018",
    ),
    (
        "an introduction includes no training",
        without("small-bengtsfors/introduction/portal", "smv:includesTraining"),
        "Introduction-training bengtsfors/introduction/portal",
    ),
    (
        "no plan follows an introduction",
        without("small-bengtsfors/introduction/portal", "smv:followedByPlan"),
        "Introduction-continuingPlan bengtsfors/introduction/portal",
    ),
    (
        "the plan for the IT staff leaves a municipality out",
        remove("<small-dkf/training-plan/it-staff> smv:appliesTo mun:1461"),
        "ITManagersGroup-trainingPlan dkf/it-managers-group/it-managers",
    ),
    (
        "a network of two loses one",
        drop("small-dkf/participation/maps-network-dals-ed"),
        "CompetenceNetwork-members dkf/competence-network/maps",
    ),
    (
        "a network has no field, so that an area has no network",
        without("small-dkf/competence-network/maps", "smv:field"),
        """
        CompetenceNetwork-field dkf/competence-network/maps
        CooperationArea-network dkf/cooperation-area/planning
        """,
    ),
    (
        "a network turns to another area",
        put(
            "small-dkf/competence-network/maps",
            "smv:field",
            "<small-dkf/cooperation-area/it-support>",
        ),
        "CooperationArea-network dkf/cooperation-area/planning",
    ),
]

COSTS: list[Mutation] = [
    (
        "nobody bears a cost",
        without("small-mellerud/cost/hardware-2019", "smv:borneBy"),
        "Cost-bearer mellerud/cost/hardware-2019",
    ),
    (
        "no activity bears a cost",
        without("small-mellerud/cost/hardware-2019", "smv:borneByActivity"),
        "OwnCost-activity mellerud/cost/hardware-2019",
    ),
    (
        "another municipality bears a cost",
        put(
            "small-mellerud/cost/hardware-2019",
            "smv:borneBy",
            "<small-bengtsfors/administration/municipal-office>",
        ),
        "OwnCost-bearerOrganization mellerud/cost/hardware-2019",
    ),
    (
        "nobody has approved a cost of an application",
        without("small-mellerud/cost/library-licence-2019", "smv:approvedBy"),
        "ApplicationCost-approval mellerud/cost/library-licence-2019",
    ),
    (
        "another than the system owner has approved a cost",
        put(
            "small-mellerud/cost/library-licence-2019",
            "smv:approvedBy",
            "<small-mellerud/post/librarian>",
        ),
        "ApplicationCost-approvedByOther mellerud/cost/library-licence-2019",
    ),
    (
        "a cost was approved on a day when another was system owner",
        put(
            "small-bengtsfors-internal/cost/gis-training-2019", "smv:approvedOn", day("2017-12-31")
        ),
        "ApplicationCost-approvedByOther bengtsfors-internal/cost/gis-training-2019",
    ),
    (
        "nobody has budgeted for a cost of an application",
        without("small-mellerud/cost/library-licence-2019", "smv:budgetedBy"),
        "ApplicationCost-budget mellerud/cost/library-licence-2019",
    ),
    (
        "the municipality as a whole bears a cost of an activity's application",
        put("small-mellerud/cost/library-licence-2019", "smv:borneBy", "mun:1461"),
        "ApplicationCost-bearerIsAdministration mellerud/cost/library-licence-2019",
    ),
    (
        "an administration that does not use an application bears its cost",
        put(
            "small-mellerud/cost/library-licence-2019",
            "smv:borneBy",
            "<small-mellerud/administration/social-services>",
        ),
        "ApplicationCost-bearerConcerned mellerud/cost/library-licence-2019",
    ),
    (
        "nobody bears the cost of internal communication",
        without("small-mellerud/cost/communication-2019", "smv:borneBy"),
        "CommunicationCost-bearer mellerud/cost/communication-2019",
    ),
    (
        "another municipality bears the cost of internal communication",
        put("small-mellerud/cost/communication-2019", "smv:borneBy", "mun:1460"),
        "CommunicationCost-bearerOrganization mellerud/cost/communication-2019",
    ),
    (
        "a share divided by population is one öre too large",
        put("small-mellerud/cost-share/finance-2019-1460", "smv:amount", "98435.40"),
        """
        CostShare-model mellerud/cost-share/finance-2019-1460
        JointCost-sum mellerud/joint-cost/finance-2019
        """,
    ),
    (
        "one share has an öre that belongs to another",
        put("small-mellerud/cost-share/finance-2019-1460", "smv:amount", "98435.40")
        + " ; "
        + put("small-mellerud/cost-share/finance-2019-1461", "smv:amount", "93516.61"),
        """
        CostShare-model mellerud/cost-share/finance-2019-1460
        CostShare-model mellerud/cost-share/finance-2019-1461
        """,
    ),
    (
        "an agreed share is one öre too small",
        put("small-dals-ed/cost-share/telephony-2019-1461", "smv:amount", "29999.99"),
        "JointCost-sum dals-ed/joint-cost/telephony-2019",
    ),
    (
        "a joint cost is divided by a population that nobody has counted",
        put("small-mellerud/joint-cost/finance-2019", "smv:referenceDate", day("2018-12-30")),
        """
        CostShare-population mellerud/cost-share/finance-2019-1438
        CostShare-population mellerud/cost-share/finance-2019-1460
        CostShare-population mellerud/cost-share/finance-2019-1461
        """,
    ),
    (
        "a joint cost has no division key",
        without("small-mellerud/joint-cost/finance-2019", "smv:divisionKey"),
        "JointCost-divisionKey mellerud/joint-cost/finance-2019",
    ),
    (
        "the agreement on how to divide a cost begins a day after the cost",
        put("small-dals-ed/agreement/telephony-cost-division", "smv:from", day("2019-01-02")),
        "JointCost-agreement dals-ed/joint-cost/telephony-2019",
    ),
    (
        "a share of an application's cost is borne by no administration",
        without("small-mellerud/cost-share/finance-2019-1460", "smv:borneBy"),
        "ApplicationShare-bearer mellerud/cost-share/finance-2019-1460",
    ),
    (
        "a municipality as a whole bears a share of an application's cost",
        put("small-mellerud/cost-share/finance-2019-1460", "smv:borneBy", "mun:1460"),
        "ApplicationShare-bearerIsAdministration mellerud/cost-share/finance-2019-1460",
    ),
    (
        "an administration that does not use the application bears a share of its cost",
        put(
            "small-mellerud/cost-share/finance-2019-1460",
            "smv:borneBy",
            "<small-bengtsfors/administration/social-services>",
        ),
        "ApplicationShare-bearerConcerned mellerud/cost-share/finance-2019-1460",
    ),
    (
        "an administration of another municipality bears a share",
        put(
            "small-mellerud/cost-share/finance-2019-1460",
            "smv:borneBy",
            "<small-mellerud/administration/municipal-office>",
        ),
        "ApplicationShare-bearerOrganization mellerud/cost-share/finance-2019-1460",
    ),
]

CHANGES: list[Mutation] = [
    (
        "a change beyond the budget was never decided on",
        put("small-dals-ed/change/it-organisation-2019", "smv:withinITBudget", "false"),
        "Change-budgetDecision dals-ed/change/it-organisation-2019",
    ),
    (
        "nobody knows whom a change of the platform affects",
        without("small-mellerud/change/telephone-network-2019", "smv:affects"),
        "PlatformChange-affected mellerud/change/telephone-network-2019",
    ),
    (
        "nobody knows whom an effect on the budget affects",
        without("small-mellerud/budget-effect/telephone-network-2020", "smv:affects"),
        "BudgetEffect-affected mellerud/budget-effect/telephone-network-2020",
    ),
    (
        "word of a change comes 89 days ahead",
        put("small-mellerud/communication/telephone-network-2019", "smv:sentOn", day("2019-09-17")),
        """
        BudgetEffect-notice mellerud/budget-effect/telephone-network-2020
        PlatformChange-notice mellerud/change/telephone-network-2019
        """,
    ),
    (
        "word of a change comes 90 days ahead",
        put("small-mellerud/communication/telephone-network-2019", "smv:sentOn", day("2019-09-16")),
        "",
    ),
    (
        "word of a change and of its effect on the budget does not state the cost",
        put("small-mellerud/communication/telephone-network-2019", "smv:statesCost", "false"),
        """
        BudgetEffect-notice mellerud/budget-effect/telephone-network-2020
        PlatformChange-notice mellerud/change/telephone-network-2019
        """,
    ),
    (
        "word of a change does not reach one whom it affects",
        remove(
            "<small-mellerud/communication/telephone-network-2019> smv:toAudience "
            "<small-mellerud/administration/culture-education>"
        ),
        "PlatformChange-notice mellerud/change/telephone-network-2019",
    ),
]

DOCUMENTS: list[Mutation] = [
    (
        "the IT policy holds for a month less than five years",
        put("small-dkf/governing-document/it-policy-2019", "smv:until", day("2023-11-30")),
        "ITPolicyDocument-validity dkf/governing-document/it-policy-2019",
    ),
    (
        "the IT policy ended the day before",
        put("small-dkf/governing-document/it-policy-2019", "smv:until", day("2019-09-30")),
        """
        BoundMunicipality-itPolicy 1438
        BoundMunicipality-itPolicy 1460
        BoundMunicipality-itPolicy 1461
        """,
    ),
    (
        "executive boards, not councils, have adopted the IT policy",
        """
        DELETE { ?adoption smv:decidingBody code:decidingBody-council }
        INSERT { ?adoption smv:decidingBody code:decidingBody-executiveBoard }
        WHERE { ?adoption smv:adopts <small-dkf/governing-document/it-policy-2019> }
        """,
        "CouncilDocument-adoption dkf/governing-document/it-policy-2019",
    ),
    (
        "councils, not executive boards, have adopted the IT strategies",
        """
        DELETE { ?adoption smv:decidingBody code:decidingBody-executiveBoard }
        INSERT { ?adoption smv:decidingBody code:decidingBody-council }
        WHERE { ?adoption smv:adopts <small-dkf/governing-document/it-strategies-2019> }
        """,
        "ExecutiveBoardDocument-adoption dkf/governing-document/it-strategies-2019",
    ),
    (
        "IT instructions hold for a month less than three years",
        put("small-mellerud/governing-document/it-instructions", "smv:until", day("2021-11-30")),
        "ITInstructionsDocument-validity mellerud/governing-document/it-instructions",
    ),
    (
        "IT instructions ended the day before",
        put("small-mellerud/governing-document/it-instructions", "smv:until", day("2019-09-30")),
        "BoundMunicipality-itInstructions 1461",
    ),
    (
        "IT instructions lack a chapter that the others have",
        remove('<small-mellerud/governing-document/it-instructions> smv:chapter "Incidenter"'),
        "ITInstructionsDocument-chapters mellerud/governing-document/it-instructions",
    ),
    (
        "the IT policy does not reach an administration",
        remove(
            "<small-mellerud/communication/policy-2019> smv:toAudience "
            "<small-mellerud/administration/social-services>"
        ),
        "BoundAdministration-policyCommunicated mellerud/administration/social-services",
    ),
]

MEMBERS: list[Mutation] = [
    (
        "a municipality describes no administrative network",
        drop("small-mellerud/network/administrative"),
        "BoundMunicipality-administrativeNetwork 1461",
    ),
    (
        "a municipality describes no network for education",
        drop("small-mellerud/network/education"),
        "BoundMunicipality-educationNetwork 1461",
    ),
    (
        "a municipality describes no telephone network",
        drop("small-mellerud/network/telephone"),
        "BoundMunicipality-telephoneNetwork 1461",
    ),
    (
        "a municipality's only IT unit is the school's",
        put("small-mellerud/it-unit/it", "smv:itUnitKind", "code:itUnitKind-school"),
        "BoundMunicipality-administrativeITUnit 1461",
    ),
    (
        "a municipality does not sit in the IT managers' group",
        drop("small-dkf/participation/it-managers-mellerud"),
        "BoundMunicipality-itManagersGroup 1461",
    ),
    (
        "a cooperation has no level",
        drop("small-dkf/cooperation-level-assignment/helpdesk-2017"),
        "Cooperation-level dkf/cooperation/helpdesk",
    ),
    (
        "a cooperation has two levels for a day",
        put("small-dkf/cooperation-level-assignment/gis-2012", "smv:until", day("2019-10-01")),
        "Cooperation-level dkf/cooperation/gis",
    ),
    (
        "a cooperation has no aim",
        without("small-dkf/cooperation/telephony", "smv:aim"),
        "Cooperation-aim dkf/cooperation/telephony",
    ),
]

FORM: list[Mutation] = [
    (
        "a property is misspelt",
        """
        DELETE { <small-mellerud/training/library-2018> smv:heldFor ?for }
        INSERT { <small-mellerud/training/library-2018> smv:heldfor ?for }
        WHERE { <small-mellerud/training/library-2018> smv:heldFor ?for }
        """,
        "Term-unknown mellerud/training/library-2018",
    ),
    (
        "a code does not exist",
        put("small-mellerud/cost/hardware-2019", "smv:costPurpose", "code:costPurpose-investering"),
        """
        Term-unknown mellerud/cost/hardware-2019
        Value-costPurpose mellerud/cost/hardware-2019
        """,
    ),
    (
        "a code is of another list",
        put("small-mellerud/cost/hardware-2019", "smv:costPurpose", "code:costPhase-renewal"),
        "Value-costPurpose mellerud/cost/hardware-2019",
    ),
    (
        "a source says what is derived",
        add("<small-mellerud/agreement/library-support> smv:inForce true"),
        "Term-derived mellerud/agreement/library-support",
    ),
    (
        "a thing pointed at is not there",
        put("small-mellerud/e-service/home-help", "smv:offeredThrough", "<small-mellerud/x/y>"),
        "Value-offeredThrough mellerud/e-service/home-help",
    ),
    (
        "a thing of another kind is pointed at",
        put(
            "small-mellerud/e-service/home-help",
            "smv:offeredThrough",
            "<small-mellerud/network/telephone>",
        ),
        "Value-offeredThrough mellerud/e-service/home-help",
    ),
    (
        "a thing is described in the file of another municipality",
        """
        INSERT DATA {
          GRAPH <https://w3id.org/samverkan/graph/small-mellerud> {
            <small-bengtsfors/product/stray> a smv:Product ; rdfs:label "Vilsen"@sv
          }
        }
        """,
        "Graph-subject bengtsfors/product/stray",
    ),
    (
        "the last day comes before the first",
        put("small-dkf/participation/policy-renewal-mellerud", "smv:until", day("2018-01-14")),
        "Order-fromUntil dkf/participation/policy-renewal-mellerud",
    ),
    (
        "a request is closed before it is made",
        put("small-mellerud/change-request/finance-report", "smv:closedOn", day("2018-09-02")),
        "Order-requestedClosed mellerud/change-request/finance-report",
    ),
    (
        "a day does not exist",
        put("small-mellerud/documentation/finance-routines", "smv:documentedOn", day("2019-02-29")),
        "Value-documentedOn mellerud/documentation/finance-routines",
    ),
    (
        "a day is written as text",
        put("small-mellerud/documentation/finance-routines", "smv:documentedOn", '"2019-01-15"'),
        "Value-documentedOn mellerud/documentation/finance-routines",
    ),
    (
        "a day is stated twice",
        add(
            f"<small-mellerud/documentation/finance-routines> smv:documentedOn {day('2019-01-16')}"
        ),
        "Value-documentedOn mellerud/documentation/finance-routines",
    ),
    (
        "a last day that does not exist",
        put("small-dkf/participation/policy-renewal-mellerud", "smv:until", day("2018-02-30")),
        "Value-until dkf/participation/policy-renewal-mellerud",
    ),
    (
        "an amount is negative",
        put("small-mellerud/budget-effect/telephone-network-2020", "smv:amount", "-50000.00"),
        "",
    ),
    (
        "a cost is negative",
        put("small-mellerud/cost/hardware-2019", "smv:amount", "-45000.00"),
        "NotNegative-amount mellerud/cost/hardware-2019",
    ),
    (
        "a cost has parts of an öre",
        put("small-mellerud/cost/hardware-2019", "smv:amount", "45000.005"),
        "Value-amount mellerud/cost/hardware-2019",
    ),
    (
        "a thing has no Swedish name",
        remove('<small-mellerud/network/telephone> rdfs:label "Telefonnätet, Mellerud"@sv'),
        "Label-swedish mellerud/network/telephone",
    ),
    (
        "a thing has two Swedish names",
        add('<small-mellerud/network/telephone> rdfs:label "Telefonnät"@sv'),
        "Label-unique mellerud/network/telephone",
    ),
    (
        "a thing lacks what every one of its kind has",
        without("small-mellerud/communication/policy-2019", "smv:sentOn"),
        """
        BoundAdministration-policyCommunicated mellerud/administration/culture-education
        BoundAdministration-policyCommunicated mellerud/administration/municipal-office
        BoundAdministration-policyCommunicated mellerud/administration/social-services
        Required-Communication-sentOn mellerud/communication/policy-2019
        """,
    ),
    (
        "the first day of an assignment is not known",
        without("small-mellerud/role-assignment/library-operator", "smv:from"),
        "Dated-startUnknown mellerud/role-assignment/library-operator",
    ),
    (
        "a last day is stated and said to be unknown",
        add("<small-dkf/participation/policy-renewal-mellerud> smv:untilUnknown true"),
        "Dated-untilAndUnknown dkf/participation/policy-renewal-mellerud",
    ),
    (
        "a thing has no class",
        remove("<small-mellerud/network/telephone> a smv:Network"),
        """
        BoundMunicipality-telephoneNetwork 1461
        Subject-Network mellerud/network/telephone
        Subject-withMunicipality mellerud/network/telephone
        Subject-withPeriod mellerud/network/telephone
        """,
    ),
]

MUTATIONS = [
    *ROLES,
    *AGREEMENTS,
    *APPLICATIONS,
    *TRAINING,
    *COSTS,
    *CHANGES,
    *DOCUMENTS,
    *MEMBERS,
    *FORM,
]
